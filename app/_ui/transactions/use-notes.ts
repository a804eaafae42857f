'use client';
import { useState } from 'react';
import type { EntryNote, EntryView } from '#lib/transactions/schema.ts';
import type { StoredNote } from './use-note.ts';

export type NoteOf = (entry: EntryView) => EntryNote | undefined;

/** Rows come with the notes of the moment they were read; what was written since is kept here. */
export function useNotes(): { noteOf: NoteOf; noteSaved: (seq: number, note: StoredNote) => void } {
  const [newer, setNewer] = useState<ReadonlyMap<number, EntryNote | undefined>>(new Map());
  return {
    noteOf: ({ seq, note }) => (newer.has(seq) ? newer.get(seq) : note),
    noteSaved(seq, { text, tags, changedAt }) {
      const note = changedAt === null ? undefined : { text, tags: [...tags], changedAt };
      setNewer((before) => new Map(before).set(seq, note));
    },
  };
}
