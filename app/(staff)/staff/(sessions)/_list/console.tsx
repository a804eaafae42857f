'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState, useTransition } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { EndDialog } from '#app/(staff)/staff/(sessions)/_ending/end-dialog.tsx';
import { useEnding } from '#app/(staff)/staff/(sessions)/_ending/use-ending.ts';
import { consoleHref, type Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import type { QueryChoices } from '#app/(staff)/staff/(sessions)/_query/choices.ts';
import { QueryBar } from '#app/(staff)/staff/(sessions)/_query/query-bar.tsx';
import type { Rights } from '#app/(staff)/staff/(sessions)/data.ts';
import { ConsoleWordsContext } from '#app/(staff)/staff/(sessions)/use-console-words.ts';
import type { ConsoleWords } from '#app/(staff)/staff/(sessions)/words.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';
import { BulkBar } from './bulk-bar.tsx';
import { EndAllFound, Incident } from './end-many.tsx';
import { ListHead } from './list-head.tsx';
import { SessionTable } from './session-table.tsx';

const NONE: ReadonlySet<string> = new Set();

/** Questions to live sessions and what may be done about the answer. The address holds the whole question. */
export function Console({
  words,
  query,
  choices,
  rows,
  total,
  rights,
  now,
  facets,
  chart,
  empty,
  pagination,
}: {
  words: ConsoleWords;
  query: Draft;
  choices: QueryChoices;
  rows: readonly FoundSession[];
  total: number;
  rights: Rights;
  now: number;
  /** What never moves is written by the server. */
  facets: ReactNode;
  chart: ReactNode;
  /** In place of the table. */
  empty: ReactNode;
  pagination: ReactNode;
}) {
  const router = useRouter();
  const [waiting, startWaiting] = useTransition();
  const [chosen, setChosen] = useState(NONE);
  const refresh = () => startWaiting(() => router.refresh());
  const { ending, begin, confirm, close } = useEnding(refresh);

  const choosable = rows.filter(({ role }) => rights.ends.includes(role));
  // Only what is seen is meant: a session that left the page is no longer chosen.
  const picked = choosable.filter(({ sid }) => chosen.has(sid));
  const people = [...new Set(picked.map(({ username }) => username))];

  function ask(draft: Draft) {
    startWaiting(() => router.push(consoleHref(draft), { scroll: false }));
  }
  function choose(sids: readonly string[], on: boolean) {
    setChosen((all) => new Set(on ? [...all, ...sids] : [...all].filter((sid) => !sids.includes(sid))));
  }

  return (
    <ConsoleWordsContext value={words}>
      <QueryBar query={query} choices={choices} onAsk={ask} />
      <div className="mt-4 grid gap-4 lg:grid-cols-[14rem_minmax(0,1fr)] xl:grid-cols-[16rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr] lg:gap-x-6">
        {facets}
        <section
          aria-label={words.list}
          aria-busy={waiting}
          className={classes(
            'flex min-w-0 flex-col gap-2 transition-opacity delay-150 lg:col-start-2 lg:row-span-2 lg:row-start-1',
            waiting && 'opacity-60',
          )}
        >
          <ListHead
            total={total}
            now={now}
            choosable={choosable.length}
            allChosen={picked.length > 0 && picked.length === choosable.length}
            onChooseAll={(on) =>
              choose(
                choosable.map(({ sid }) => sid),
                on,
              )
            }
            onRefresh={refresh}
          />
          <EndAllFound
            rights={rights}
            query={query}
            total={total}
            onEnd={() => begin({ kind: 'found', query })}
          />
          {rows.length > 0 ? (
            <SessionTable
              rows={rows}
              query={query}
              now={now}
              chosen={chosen}
              ends={rights.ends}
              onChoose={choose}
              onEnd={({ username, sid }, device) => begin({ kind: 'one', name: username, sid, device })}
            />
          ) : (
            empty
          )}
          {pagination}
          {picked.length > 0 && (
            <BulkBar
              count={picked.length}
              people={people}
              many={rights.many}
              onEnd={() => begin({ kind: 'people', names: people })}
              onNone={() => setChosen(NONE)}
            />
          )}
        </section>
        <div className="grid content-start gap-4">
          {chart}
          {rights.many && <Incident onEnd={() => begin({ kind: 'everyone' })} />}
        </div>
      </div>
      <EndDialog ending={ending} onConfirm={confirm} onClose={close} />
    </ConsoleWordsContext>
  );
}
