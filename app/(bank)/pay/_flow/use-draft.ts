import { useEffect, useState } from 'react';
import { type Draft, newDraft, readWritten, type Typed, written } from './draft.ts';

const STORED = 'redisBank.payment';

export const newKey = (): string => crypto.randomUUID();

/**
 * The payment that this tab is making, written down at each change, so that a reload goes on where it was. `given` is
 * what the address asks for: it begins anew, but never while money may be moving. Null until the page's scripts are
 * there.
 */
export function useDraft(owner: string, first: string, given: Partial<Typed> | null) {
  const [draft, setDraft] = useState<Draft | null>(null);
  useEffect(() => {
    const stored = readWritten(owner, sessionStorage.getItem(STORED));
    const fresh = newDraft(newKey(), { from: first, ...given });
    setDraft(stored && (stored.moving || !given) ? stored : fresh);
  }, [owner, first, given]);

  function keep(next: Draft) {
    sessionStorage.setItem(STORED, written(owner, next));
    setDraft(next);
  }

  /** Once the bank has it, or the customer wants another. */
  function end() {
    sessionStorage.removeItem(STORED);
  }

  return { draft, keep, end, restart: () => keep(newDraft(newKey(), { from: first })) };
}
