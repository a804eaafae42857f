import { useState } from 'react';
import { fetchJson } from '#app/_client/fetch-json.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';

/** The customer's tags, the most used first. Requested once, when the field first gets the focus. */
export function useUsedTags(account: string): { used: readonly string[]; load: () => void } {
  const request = useLatestRequest();
  const [used, setUsed] = useState<readonly string[] | null>(null);
  return {
    used: used ?? [],
    load() {
      if (used !== null) return;
      request.run(
        (signal) => fetchJson<{ items: string[] }>(`/api/accounts/${account}/tags`, signal),
        ({ items }) => setUsed(items),
        // Only a help: tags can be typed.
        () => {},
      );
    },
  };
}
