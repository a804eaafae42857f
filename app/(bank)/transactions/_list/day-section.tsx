import type { ReactNode } from 'react';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Day } from './days.ts';
import type { Drawn } from './layout.ts';

/** A day's name and net, which stay in sight while its rows pass, and those of its rows that are drawn. */
export function DaySection({
  day: { day, rows, whole, netMinor },
  now,
  skipped,
  row: rowPx,
  drawn,
  children,
}: {
  day: Day;
  now: number;
  /** Height of what is not drawn before it. */
  skipped: number;
  row: number;
  drawn: Drawn;
  children: (entry: EntryView) => ReactNode;
}) {
  const format = useFormat();
  const words = useListWords().transactions;
  return (
    <section aria-labelledby={`day-${day}`} style={space({ marginTop: skipped })} className="shrink-0">
      <div className="sticky top-[var(--list-top)] z-[5] flex h-10 items-center justify-between gap-3 bg-paper px-4 text-small text-ink-soft lg:px-6">
        <h2 id={`day-${day}`}>{format.day(rows[0]?.at ?? now, now)}</h2>
        {netMinor !== null && (
          <p className="figures">
            <span className="sr-only">{words.dayNet} </span>
            {format.signed(netMinor)}
          </p>
        )}
      </div>
      <ol className="card mb-2 flex flex-col overflow-clip !p-0">
        {drawn.rows.map(({ at, skipped: before }, index) => {
          const after = index === drawn.rows.length - 1 ? drawn.after : 0;
          const entry = rows[at];
          if (!entry) return null;
          return (
            <li
              key={entry.seq}
              data-seq={entry.seq}
              aria-posinset={at + 1}
              aria-setsize={whole ? rows.length : -1}
              style={space({ marginTop: before * rowPx, marginBottom: after * rowPx })}
              className="h-16 shrink-0 border-line not-first:border-t"
            >
              {/* What is animated must not clip: browsers then count its move as a jump. */}
              <div className="h-full overflow-hidden">{children(entry)}</div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The page's policy takes no style attribute in the server's HTML, where nothing is left out. */
export const space = (style: { marginTop?: number; marginBottom?: number; paddingBottom?: number }) =>
  Object.values(style).some((px) => px > 0) ? style : undefined;
