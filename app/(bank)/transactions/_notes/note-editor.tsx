import { useId, useState } from 'react';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import { saveNote } from '#app/(bank)/transactions/actions.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryNote, EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import { type Place, placeOf } from '#lib/search/place.ts';
import { NoteStatus } from './note-status.tsx';
import { NoteText } from './note-text.tsx';
import { TagField } from './tag-field.tsx';
import { type StoredNote, useNote } from './use-note.ts';

/** What the customer writes beside an entry. It saves itself; without JavaScript it is a form with a button. */
export function NoteEditor({
  entry: { account, seq },
  note,
  accountParam,
  filter,
  onSaved,
}: {
  entry: EntryView;
  note: EntryNote | undefined;
  /** Of the list; the plain form sends both along. */
  accountParam: string | null;
  filter: Filter;
  onSaved: (place: Place, note: StoredNote) => void;
}) {
  const words = useListWords().note;
  const id = useId();
  const written = useNote({ account, seq }, note, (saved) => onSaved(placeOf({ account, seq }), saved));
  const { draft, type, setTags, save } = written;
  const [removed, setRemoved] = useState<{ tag: string; at: number } | null>(null);

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
      {accountParam && <input type="hidden" name="filter.account" value={accountParam} />}
      {filterParams(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={`filter.${name}`} value={value} />
      ))}
      <div className="rounded-field border border-edge">
        <NoteText
          id={id}
          text={draft.text}
          onType={(text) => {
            setRemoved(null);
            type(text);
          }}
          onSave={save}
        />
        <TagField
          account={account}
          tags={draft.tags}
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
        written={written}
        removed={removed?.tag ?? null}
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
