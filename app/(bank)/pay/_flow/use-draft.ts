import { useEffect, useState } from 'react';
import { type Draft, goneOnWith, newDraft, readWritten, type Typed, written } from './draft.ts';

const STORED = 'redisBank.payment';

/** 16 random bytes. `randomUUID` is not there over plain http. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A browser that refuses storage loses a draft with the page, and nothing else. */
function storage<Answer>(use: () => Answer): Answer | null {
  try {
    return use();
  } catch {
    return null;
  }
}

/**
 * The payment that this tab is making, written down at each change, so that a reload goes on where it was. `given` is
 * what the address asks for. Null until the page's scripts are there.
 */
export function useDraft(owner: string, first: string, given: Partial<Typed> | null) {
  const [draft, setDraft] = useState<Draft | null>(null);
  useEffect(() => {
    const stored = readWritten(
      owner,
      storage(() => sessionStorage.getItem(STORED)),
    );
    const fresh = newDraft(newKey(), { from: first, ...given });
    setDraft(goneOnWith(stored, fresh));
  }, [owner, first, given]);

  function keep(next: Draft) {
    storage(() => sessionStorage.setItem(STORED, written(owner, next)));
    setDraft(next);
  }

  /** Once the bank has it, or the customer wants another. */
  function end() {
    storage(() => sessionStorage.removeItem(STORED));
  }

  return { draft, keep, end, restart: () => keep(newDraft(newKey(), { from: first })) };
}
