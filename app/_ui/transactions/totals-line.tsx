'use client';
import { classes } from '#app/_ui/class-names.ts';
import { plural } from '#app/_ui/messages/catalogue.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import type { Totals } from './state.ts';

/** Count, in and out of everything that matches; the line has its height before the sums are here. */
export function TotalsLine({
  totals,
  counting,
  searching,
}: {
  totals: Totals | null;
  /** What is shown was counted for something else: it stays, softer, so that nothing flickers at each letter. */
  counting: boolean;
  searching: boolean;
}) {
  const format = useFormat();
  const words = useWords('transactions');
  return (
    <p
      className={classes(
        'figures flex min-h-9 flex-wrap items-center gap-x-2 px-4 text-small text-ink-soft lg:px-6',
        counting && 'opacity-50',
      )}
    >
      {totals !== null && (
        <>
          <span className="text-ink">
            {plural(format.locale, searching ? words.foundFor : words.found, totals.count)}
          </span>
          <span className="ml-auto flex gap-2">
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
          </span>
        </>
      )}
    </p>
  );
}
