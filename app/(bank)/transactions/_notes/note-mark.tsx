import { Fragment, type ReactNode } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { NoteIcon } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { isFound, marked, type Sought } from '#app/(bank)/transactions/_search/marks.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryNote } from '#lib/ledger/schema.ts';

/** The note and the tags of a row, within the line of its description; what was found in them is marked. */
export function NoteMark({ note: { text, tags }, terms }: { note: EntryNote; terms: readonly Sought[] }) {
  const words = useListWords().note;
  const found = text !== '' && isFound(text, terms);
  // A phone and a column show one tag, the one that was found; beside a text that was found it has no room for any.
  const first = tags.find((tag) => isFound(tag, terms)) ?? tags[0];
  const others = tags.filter((tag) => tag !== first);
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
      {first !== undefined && (
        <span className={classes('flex min-w-0 gap-1', found && 'max-sm:sr-only')}>
          <span className="truncate">{tagged(first, terms)}</span>
          {others.length > 0 && (
            <>
              <span className="truncate max-sm:sr-only xl:sr-only">
                {others.flatMap((tag) => [' ', <Fragment key={tag}>{tagged(tag, terms)}</Fragment>])}
              </span>
              <span aria-hidden="true" className="shrink-0 sm:max-xl:hidden">
                +{others.length}
              </span>
            </>
          )}
        </span>
      )}
    </>
  );
}

const tagged = (tag: string, terms: readonly Sought[]): ReactNode => <>#{marked(tag, terms)}</>;
