import type { Ref } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import type { NumberedAccount } from '#app/(bank)/_details/own-number.tsx';
import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import type { StoredNote } from '#app/(bank)/transactions/_notes/use-note.ts';
import type { NoteOf } from '#app/(bank)/transactions/_notes/use-notes.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Filter } from '#lib/search/filter.ts';
import { Detail } from './detail.tsx';
import type { Opened } from './use-opened.ts';
import type { Steps } from './use-steps.ts';

/** Beside the list, or in its place on a phone: the opened transaction, or that one can be chosen. */
export function DetailPane({
  opened: { seq, entry },
  account,
  accountParam,
  filter,
  count,
  choosable,
  heading,
  steps,
  noteOf,
  noteSaved,
  onClose,
}: {
  opened: Opened;
  account: NumberedAccount & { name: string; currency: string };
  accountParam: string | null;
  /** Of the list it was opened from. */
  filter: Filter;
  /** How many transactions the list has; null when that is not known. */
  count: number | null;
  /** Whether the list has a transaction to choose. */
  choosable: boolean;
  heading: Ref<HTMLHeadingElement>;
  steps: Steps;
  noteOf: NoteOf;
  noteSaved: (seq: number, note: StoredNote) => void;
  onClose: () => void;
}) {
  const words = useListWords().transactions;
  return (
    <div
      className={classes(
        'lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto',
        seq === null && 'max-lg:hidden',
      )}
    >
      {entry ? (
        <Detail
          {...{ entry, account, accountParam, filter, count, heading, steps, noteSaved, onClose }}
          note={noteOf(entry)}
          back={listHref(accountParam, filter)}
        />
      ) : (
        (seq !== null || choosable) && (
          <p className="card flex min-h-40 items-center justify-center text-center [text-wrap:balance] text-ink-soft">
            {seq === null ? words.noneChosen : words.loading}
          </p>
        )
      )}
    </div>
  );
}
