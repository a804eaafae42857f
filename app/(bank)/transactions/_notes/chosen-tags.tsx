import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { bank, isRefusal } from '#app/_client/bank.ts';
import { Modal } from '#app/_kit/modal.tsx';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { List } from '#app/(bank)/transactions/_list/use-transactions.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { hasTag } from '#lib/notes/has-tag.ts';
import { MAX_TAG, MAX_TAGS } from '#lib/notes/note-limits.ts';
import { placeOf } from '#lib/search/place.ts';

const NOTE = '/api/accounts/:id/transactions/:seq/note';

type Added = 'added' | 'failed' | 'full';

/**
 * Calls `add` for one after the other, since the bank serves others, too, and `onDone` with how many are through. Ends
 * when `signal` aborts or the account has no room for another note. Answers how many were not added to.
 */
export async function addInTurn<One>(
  chosen: readonly One[],
  add: (one: One) => Promise<Added>,
  signal: AbortSignal,
  onDone: (done: number) => void,
): Promise<{ failed: number; full: boolean }> {
  let failed = 0;
  for (const [done, one] of chosen.entries()) {
    if (signal.aborted) break;
    const added = await add(one);
    if (added === 'full') return { failed: failed + chosen.length - done, full: true };
    if (added === 'failed') failed += 1;
    onDone(done + 1);
  }
  return { failed, full: false };
}

/** Adds one tag to all chosen rows. A note that another device changed meanwhile keeps what it has. Closing ends it. */
export function ChosenTags({
  chosen,
  list: { noteOf, noteSaved },
  onAdded,
  onClose,
}: {
  chosen: readonly EntryView[];
  list: Pick<List, 'noteOf' | 'noteSaved'>;
  /** All of them have it. */
  onAdded: (tag: string) => void;
  onClose: () => void;
}) {
  const format = useFormat();
  const { transactions: words, note: noteWords, searches } = useListWords();
  const id = useId();
  const [tag, setTag] = useState('');
  /** How many are through; null while nothing is being added. */
  const [done, setDone] = useState<number | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function add(entry: EntryView): Promise<Added> {
    const { text = '', tags = [], changedAt = null } = noteOf(entry) ?? {};
    const wanted = tag.trim();
    if (hasTag(tags, wanted)) return 'added';
    if (tags.length >= MAX_TAGS) return 'failed';
    const body = { text, tags: [...tags, wanted], basedOn: changedAt };
    try {
      const params = { id: entry.account, seq: entry.seq };
      noteSaved(placeOf(entry), await bank.put(NOTE, { params, body }));
      return 'added';
    } catch (error) {
      return isRefusal(error, 'conflict') ? 'full' : 'failed';
    }
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (done !== null || tag.trim() === '') return;
    running.current = new AbortController();
    const { signal } = running.current;
    setFault(null);
    setDone(0);
    const { failed, full } = await addInTurn(chosen, add, signal, setDone);
    if (signal.aborted) return;
    setDone(null);
    if (failed === 0) {
      onAdded(tag.trim());
      onClose();
    } else setFault(full ? noteWords.full : plural(format.locale, words.tagFailed, failed));
  }

  return (
    <Modal open title={plural(format.locale, words.tagTitle, chosen.length)} onEscape={onClose}>
      <form onSubmit={submit}>
        <label htmlFor={id} className="mb-1 block text-small">
          {noteWords.addTag}
        </label>
        <input
          id={id}
          value={tag}
          maxLength={MAX_TAG}
          required
          autoComplete="off"
          autoCapitalize="none"
          onChange={({ target: { value } }) => setTag(value.replaceAll(',', ''))}
          className="field"
        />
        {done !== null && (
          <progress
            className="progress mt-3 block h-2 w-full"
            aria-label={noteWords.addTag}
            value={done}
            max={chosen.length}
          />
        )}
        {fault && (
          <p role="alert" className="mt-2 text-danger">
            {fault}
          </p>
        )}
        <div className="mt-5 flex flex-wrap-reverse gap-3">
          <button type="button" className="button grow" onClick={onClose}>
            {searches.cancel}
          </button>
          <button type="submit" className="button button-primary grow" aria-disabled={done !== null}>
            {noteWords.add}
          </button>
        </div>
      </form>
    </Modal>
  );
}
