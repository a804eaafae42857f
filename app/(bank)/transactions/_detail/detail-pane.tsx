import { classes } from '#app/_kit/class-names.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { Detail, type DetailProps } from './detail.tsx';
import type { Opened } from './use-opened.ts';

/** Beside the list, or in its place on a phone: the opened transaction, or that one can be chosen. */
export function DetailPane({ opened: { seq, entry }, ...detail }: DetailProps & { opened: Opened }) {
  const words = useListWords().transactions;
  return (
    <div
      className={classes(
        'lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto',
        seq === null && 'max-lg:hidden',
      )}
    >
      {entry ? (
        <Detail {...detail} entry={entry} />
      ) : (
        (seq !== null || detail.list.state.rows.length > 0) && (
          <p className="card flex min-h-40 items-center justify-center text-center [text-wrap:balance] text-ink-soft">
            {seq === null ? words.noneChosen : words.loading}
          </p>
        )
      )}
    </div>
  );
}
