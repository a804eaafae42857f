import Link from 'next/link';
import { useFormat, useShared } from '#app/_words/context.tsx';
import { EntryRow } from '#app/(bank)/_entries/entry-row.tsx';
import { type OverviewState, shownOf } from '#app/(bank)/overview/overview-state.ts';
import { Toolbar } from './toolbar.tsx';
import { useWords } from './use-words.ts';

/** Two pending ones at most, and what was paid last; one that arrives slides in and another leaves. */
export function LatestCard({ state, now, all }: { state: OverviewState; now: number; all: string }) {
  const format = useFormat();
  const words = useWords();
  const { frame: row } = useShared();
  const latest = shownOf(state);
  const when = (at: number) =>
    format.dayOf(at) === format.dayOf(now) ? format.time(at) : format.day(at, now, { named: false });
  return (
    <section className="card !px-0 !pb-2" aria-labelledby="latest">
      <div className="flex items-center justify-between px-4 lg:px-6">
        <h2 id="latest" className="font-strong">
          {words.latest}
        </h2>
        <Link
          href={all}
          prefetch={false}
          className="text-link -mr-2 flex min-h-11 items-center px-2 text-ink-soft"
        >
          {words.seeAll}
        </Link>
      </div>
      {latest.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-soft">{words.latestEmpty}</p>
      ) : (
        <Toolbar label={words.latest}>
          {/* Reserves the height of the rows, which are positioned absolutely. */}
          <div aria-hidden="true">
            {latest.map((_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the position is what counts.
              <div key={index} className="h-16" />
            ))}
          </div>
          <ol className="slots" data-testid="latest">
            {latest.map((entry) => (
              <li key={entry.id} {...(entry.status === 'booked' ? { 'data-seq': entry.seq } : {})}>
                <EntryRow
                  entry={entry}
                  format={format}
                  words={row}
                  when={when(entry.at)}
                  withBalance={false}
                  fresh={state.fresh.includes(entry.id)}
                />
              </li>
            ))}
          </ol>
        </Toolbar>
      )}
    </section>
  );
}
