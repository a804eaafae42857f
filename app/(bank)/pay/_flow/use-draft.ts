import { useEffect, useState } from 'react';
import { type Draft, newDraft, nextOf, opened, readWritten, type Typed, written } from './draft.ts';

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
 * The payment that this tab is making, written down at each change, so that a reload goes on where it was, and one that
 * was begun before it. `given` is what the address asks for. Null until the page's scripts are there.
 */
export function useDraft(owner: string, first: string, given: Partial<Typed> | null) {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  useEffect(() => {
    const stored = readWritten(
      owner,
      storage(() => sessionStorage.getItem(STORED)),
    );
    setDrafts(opened(stored, newDraft(newKey(), { from: first, ...given })));
  }, [owner, first, given]);
  const [draft = null, waiting = null] = drafts;
  const others = drafts.slice(1);

  function write(next: readonly Draft[]) {
    storage(() => sessionStorage.setItem(STORED, written(owner, next)));
  }
  function keep(next: readonly Draft[]) {
    write(next);
    setDrafts(next);
  }

  return {
    draft,
    waiting,
    keep: (next: Draft) => keep([next, ...others]),
    /** Once the bank has it. */
    end: () => write(others),
    restart: () => keep([newDraft(newKey(), { from: first }), ...others]),
    goOnWithWaiting: () => keep(nextOf(drafts)),
  };
}
