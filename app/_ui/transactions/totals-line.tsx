'use client';
import { plural } from '#app/_ui/messages/catalogue.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import type { Totals } from './state.ts';

/** Count, in and out of everything that matches; the line has its height before the sums are here. */
export function TotalsLine({ totals, searching }: { totals: Totals | null; searching: boolean }) {
  const format = useFormat();
  const words = useWords('transactions');
  return (
    <p className="figures flex min-h-9 flex-wrap items-center gap-x-3 px-4 text-small text-ink-soft lg:px-6">
      {totals === null ? (
        words.counting
      ) : (
        <>
          <span className="grow font-strong text-ink">
            {plural(format.locale, searching ? words.foundFor : words.found, totals.count)}
          </span>
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
        </>
      )}
    </p>
  );
}
