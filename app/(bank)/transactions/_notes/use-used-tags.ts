import { useState } from 'react';
import { bank } from '#app/_client/bank.ts';
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
        (signal) => bank.get('/api/accounts/:id/tags', { params: { id: account }, signal }),
        ({ items }) => setUsed(items),
        // Only a help: tags can be typed.
        () => {},
      );
    },
  };
}
