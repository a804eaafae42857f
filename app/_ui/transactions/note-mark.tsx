'use client';
import type { ReactNode } from 'react';
import { NoteIcon } from '#app/_ui/icons.tsx';
import { fill } from '#app/_ui/messages/catalogue.ts';
import { useWords } from '#app/_ui/messages/context.tsx';
import type { EntryNote } from '#lib/transactions/schema.ts';
import { isFound, marked, type Sought } from './marks.tsx';

/** That a row has a note, and its tags, within the line of its description; what was found in them is marked. */
export function NoteMark({ note: { text, tags }, terms }: { note: EntryNote; terms: readonly Sought[] }) {
  const words = useWords('note');
  const found = text !== '' && isFound(text, terms);
  return (
    <>
      {text !== '' && (
        <>
          <span className="flex shrink-0 items-center">
            <NoteIcon />
          </span>
          {found ? (
            <span className="truncate">{marked(text, terms)}</span>
          ) : (
            <span className="sr-only">{fill(words.has, { text })}</span>
          )}
        </>
      )}
      {tags.length > 0 && <span className="truncate">{tagged(tags, terms)} ·</span>}
    </>
  );
}

const tagged = (tags: readonly string[], terms: readonly Sought[]): ReactNode[] =>
  tags.flatMap((tag, at) => [at > 0 && ' ', '#', <span key={tag}>{marked(tag, terms)}</span>]);
