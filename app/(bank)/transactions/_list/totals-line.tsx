import { classes } from '#app/_kit/class-names.ts';
import { SaveIcon } from '#app/_kit/icons.tsx';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { sumOf } from './rows.ts';
import type { ListState } from './state.ts';

/** Count, in and out of everything booked that matches, and what is pending; the line has its height before the sums. */
export function TotalsLine({
  state: { filter, pending, totals, counting },
  onExport,
}: {
  state: ListState;
  onExport: () => void;
}) {
  const searching = filterParams(filter).length > 0;
  const format = useFormat();
  const { transactions: words, exports: exportWords } = useListWords();
  return (
    <div className="flex min-h-11 items-center gap-1 pl-4 text-small text-ink-soft lg:pl-6">
      <p
        data-testid="totals"
        className={classes(
          'figures flex grow flex-wrap items-center justify-between gap-x-2',
          // Counted for something else: it stays, softer, so that nothing flickers at each letter.
          counting && 'opacity-50',
        )}
      >
        {totals !== null && (
          <>
            <span className="text-ink">
              {plural(format.locale, searching ? words.foundFor : words.found, totals.count)}
            </span>
            {pending.length > 0 && (
              // It comes and goes: on a phone, a line more would move the rows that say the same below it.
              <span className="max-sm:sr-only">
                {plural(format.locale, words.andPending, pending.length, {
                  amount: format.money(Math.abs(sumOf(pending))),
                })}
              </span>
            )}
            <span className="ml-auto flex flex-wrap justify-end gap-x-2">
              {totals.inMinor > 0 && (
                <span>
                  <span className="max-sm:sr-only">{words.in} </span>
                  <span className="text-credit">+{format.money(totals.inMinor)}</span>
                </span>
              )}
              {totals.outMinor > 0 && (
                <span>
                  <span className="max-sm:sr-only">{words.out} </span>
                  <span className="text-ink">{format.signed(-totals.outMinor)}</span>
                </span>
              )}
              {totals.movedMinor !== 0 && (
                <span>
                  {words.moved} <span className="text-ink">{format.signed(totals.movedMinor)}</span>
                </span>
              )}
              {searching && totals.inMinor > 0 && totals.outMinor > 0 && (
                <span data-testid="net">
                  <span className="max-sm:sr-only">{words.net} </span>
                  <span aria-hidden="true" className="sm:hidden">
                    ={' '}
                  </span>
                  <span className="font-strong text-ink">{format.signed(totals.netMinor)}</span>
                </span>
              )}
            </span>
          </>
        )}
      </p>
      <button
        type="button"
        aria-label={exportWords.open}
        title={exportWords.open}
        aria-haspopup="dialog"
        onClick={onExport}
        className="flex size-11 shrink-0 items-center justify-center rounded-full -outline-offset-2 hover:bg-sunken hover:text-ink print:hidden"
      >
        <SaveIcon />
      </button>
    </div>
  );
}
