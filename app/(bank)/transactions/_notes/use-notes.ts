import { useCallback, useState } from 'react';
import type { EntryNote, EntryView } from '#lib/ledger/schema.ts';
import type { StoredNote } from './use-note.ts';

export type NoteOf = (entry: EntryView) => EntryNote | undefined;

/** Rows come with the notes of the moment they were read; what was written since is kept here. */
export function useNotes(): { noteOf: NoteOf; noteSaved: (seq: number, note: StoredNote) => void } {
  const [newer, setNewer] = useState<ReadonlyMap<number, EntryNote | undefined>>(new Map());
  // The same function until a note is written: the list is not drawn anew for it.
  const noteOf: NoteOf = useCallback(({ seq, note }) => (newer.has(seq) ? newer.get(seq) : note), [newer]);
  return {
    noteOf,
    noteSaved(seq, { text, tags, changedAt }) {
      const note = changedAt === null ? undefined : { text, tags: [...tags], changedAt };
      setNewer((before) => new Map(before).set(seq, note));
    },
  };
}
