import { type FormEvent, useId, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
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

/** Adds one tag to all chosen rows. A note that another device changed meanwhile keeps what it has. */
export function ChosenTags({
  chosen,
  list: { noteOf, noteSaved },
  onClose,
}: {
  chosen: readonly EntryView[];
  list: Pick<List, 'noteOf' | 'noteSaved'>;
  onClose: () => void;
}) {
  const format = useFormat();
  const { transactions: words, note: noteWords, searches } = useListWords();
  const id = useId();
  const [tag, setTag] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(0);

  async function add(entry: EntryView): Promise<boolean> {
    const { text = '', tags = [], changedAt = null } = noteOf(entry) ?? {};
    const wanted = tag.trim();
    if (hasTag(tags, wanted)) return true;
    if (tags.length >= MAX_TAGS) return false;
    const body = { text, tags: [...tags, wanted], basedOn: changedAt };
    try {
      const params = { id: entry.account, seq: entry.seq };
      noteSaved(placeOf(entry), await bank.put(NOTE, { params, body }));
      return true;
    } catch {
      return false;
    }
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || tag.trim() === '') return;
    setBusy(true);
    let lost = 0;
    // One after the other: the bank serves others, too.
    for (const entry of chosen) lost += (await add(entry)) ? 0 : 1;
    setBusy(false);
    setFailed(lost);
    if (lost === 0) onClose();
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
        {failed > 0 && (
          <p role="alert" className="mt-2 text-danger">
            {plural(format.locale, words.tagFailed, failed)}
          </p>
        )}
        <div className="mt-5 flex flex-wrap-reverse gap-3">
          <button type="button" className="button grow" onClick={onClose}>
            {searches.cancel}
          </button>
          <button type="submit" className="button button-primary grow" aria-disabled={busy}>
            {noteWords.add}
          </button>
        </div>
      </form>
    </Modal>
  );
}
