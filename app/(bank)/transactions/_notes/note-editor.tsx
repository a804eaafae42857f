import { useId, useState } from 'react';
import { fetchJson } from '#app/_client/fetch-json.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { classes } from '#app/_kit/class-names.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryNote, EntryView } from '#lib/ledger/schema.ts';
import { MOST_TEXT } from '#lib/notes/note-limits.ts';
import type { Filter } from '#lib/search/filter.ts';
import { saveNote } from './note-action.ts';
import { NoteStatus } from './note-status.tsx';
import { TagField } from './tag-field.tsx';
import { type StoredNote, useNote } from './use-note.ts';

/** From here on it is said how much room is left. */
const NEARLY_FULL = MOST_TEXT - 100;

/** What the customer writes beside an entry. It saves itself; without JavaScript it is a form with a button. */
export function NoteEditor({
  entry: { account, seq },
  note,
  filter,
  onSaved,
}: {
  entry: EntryView;
  note: EntryNote | undefined;
  /** Of the list, kept by the plain form. */
  filter: Filter;
  onSaved: (seq: number, note: StoredNote) => void;
}) {
  const format = useFormat();
  const words = useListWords().note;
  const id = useId();
  const path = `/api/accounts/${account}/transactions/${seq}/note`;
  const written = useNote(path, note, (saved) => onSaved(seq, saved));
  const { draft, state, other, type, setTags, save, choose } = written;
  const [removed, setRemoved] = useState<{ tag: string; at: number } | null>(null);
  const { known, ask } = useKnownTags(account);

  return (
    <form
      action={saveNote}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      aria-labelledby={`${id}-title`}
      className="border-t border-line py-3"
    >
      <h3 id={`${id}-title`} className="sr-only">
        {words.title}
      </h3>
      {/* Enter in a field sends the form by its first button, which must not be one that removes a tag. */}
      <button type="submit" hidden>
        {words.save}
      </button>
      <input type="hidden" name="account" value={account} />
      <input type="hidden" name="seq" value={seq} />
      {filterParams(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={`filter.${name}`} value={value} />
      ))}
      <div className="rounded-field border border-edge">
        <label htmlFor={id} className="sr-only">
          {words.text}
        </label>
        <textarea
          id={id}
          name="text"
          rows={1}
          value={draft.text}
          maxLength={MOST_TEXT}
          placeholder={words.textPlaceholder}
          aria-describedby={`${id}-count`}
          onChange={({ target: { value } }) => {
            setRemoved(null);
            type(value);
          }}
          onBlur={() => save()}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          }}
          className="block max-h-60 min-h-11 w-full resize-none rounded-t-field bg-transparent px-3.5 py-2.5 outline-offset-[-2px] [field-sizing:content] placeholder:text-ink-soft placeholder:opacity-100"
        />
        <p
          id={`${id}-count`}
          className={classes(
            'figures px-3.5 text-right text-small text-ink-soft',
            draft.text.length < NEARLY_FULL && 'sr-only',
          )}
        >
          {fill(words.count, { count: format.count(draft.text.length), most: format.count(MOST_TEXT) })}
        </p>
        <TagField
          tags={draft.tags}
          known={known}
          onFocus={ask}
          onChange={(tags) => {
            setRemoved(null);
            setTags(tags);
          }}
          onRemove={(tag) => {
            setRemoved({ tag, at: draft.tags.indexOf(tag) });
            setTags(draft.tags.filter((one) => one !== tag));
          }}
        />
      </div>
      <NoteStatus
        {...{ state, other, choose }}
        removed={removed?.tag ?? null}
        retry={save}
        undo={() => {
          if (removed) setTags(draft.tags.toSpliced(removed.at, 0, removed.tag));
          setRemoved(null);
        }}
      />
      <noscript>
        <button type="submit" className="button mt-2">
          {words.save}
        </button>
      </noscript>
    </form>
  );
}

/** Asked for once, when the field is first gone into. */
function useKnownTags(account: string): { known: readonly string[]; ask: () => void } {
  const request = useLatestRequest();
  const [known, setKnown] = useState<readonly string[] | null>(null);
  return {
    known: known ?? [],
    ask() {
      if (known !== null) return;
      request.run(
        (signal) => fetchJson<{ items: string[] }>(`/api/accounts/${account}/tags`, signal),
        ({ items }) => setKnown(items),
        // Only a help: tags can be typed.
        () => {},
      );
    },
  };
}
