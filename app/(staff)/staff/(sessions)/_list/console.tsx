'use client';
import { useRouter } from 'next/navigation';
import { useMemo, useState, useTransition } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { useWords } from '#app/_words/context.tsx';
import { EndDialog } from '#app/(staff)/staff/(sessions)/_ending/end-dialog.tsx';
import { useEnding } from '#app/(staff)/staff/(sessions)/_ending/use-ending.ts';
import { consoleHref, type Draft, draftOf, isAsking } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import { Facets } from '#app/(staff)/staff/(sessions)/_query/facets.tsx';
import { QueryBar } from '#app/(staff)/staff/(sessions)/_query/query-bar.tsx';
import type { Rights } from '#app/(staff)/staff/(sessions)/data.ts';
import type { SessionFilter } from '#lib/staff/session-query.ts';
import type { FoundPage } from '#lib/staff/session-search.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CountChart } from './count-chart.tsx';
import { Incident, Offers } from './offers.tsx';
import { Nobody, Pages } from './pages.tsx';
import { SessionTable, TableHead } from './session-table.tsx';

const NONE: ReadonlySet<string> = new Set();

/** Questions to live sessions and what may be done about the answer. The address holds the whole question. */
export function Console({
  filter,
  page,
  later,
  rights,
  now,
}: {
  filter: SessionFilter;
  page: FoundPage;
  later: boolean;
  rights: Rights;
  now: number;
}) {
  const words = useWords('staff');
  const router = useRouter();
  const [waiting, startWaiting] = useTransition();
  const asked = useMemo(() => draftOf(filter), [filter]);
  const [chosen, setChosen] = useState(NONE);
  const refresh = () => startWaiting(() => router.refresh());
  const { ending, begin, confirm, close } = useEnding(refresh);

  const choosable = page.items.filter(({ role }) => rights.ends.includes(role));
  // Only what is seen is meant: a session that left the page is no longer chosen.
  const rows = choosable.filter(({ sid }) => chosen.has(sid));
  const people = [...new Set(rows.map(({ username }) => username))];

  function ask(draft: Draft) {
    startWaiting(() => router.push(consoleHref(draft), { scroll: false }));
  }
  function choose(sids: readonly string[], on: boolean) {
    setChosen((all) => new Set(on ? [...all, ...sids] : [...all].filter((sid) => !sids.includes(sid))));
  }

  return (
    <>
      <QueryBar asked={asked} roles={rights.sees} now={now} onAsk={ask} />
      <div className="mt-4 grid gap-4 lg:grid-cols-[14rem_minmax(0,1fr)] xl:grid-cols-[16rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr] lg:gap-x-6">
        <Facets asked={asked} byRole={page.byRole} byKind={page.byKind} />
        <section
          aria-label={words.list}
          aria-busy={waiting}
          className={classes(
            'flex min-w-0 flex-col gap-2 transition-opacity delay-150 lg:col-start-2 lg:row-span-2 lg:row-start-1',
            waiting && 'opacity-60',
          )}
        >
          <TableHead
            total={page.total}
            now={now}
            choosable={choosable.length}
            allChosen={rows.length > 0 && rows.length === choosable.length}
            onChooseAll={(on) =>
              choose(
                choosable.map(({ sid }) => sid),
                on,
              )
            }
            onRefresh={refresh}
          />
          <Offers {...{ rights, asked }} total={page.total} onEnd={() => begin({ kind: 'found', asked })} />
          {page.items.length > 0 ? (
            <SessionTable
              rows={page.items}
              {...{ asked, now, chosen }}
              ends={rights.ends}
              onChoose={choose}
              onEnd={({ username, sid }, device) => begin({ kind: 'one', name: username, sid, device })}
            />
          ) : (
            <Nobody asking={isAsking(asked) || later} />
          )}
          <Pages asked={asked} next={page.next} later={later} />
          {rows.length > 0 && (
            <BulkBar
              count={rows.length}
              people={people}
              many={rights.many}
              onEnd={() => begin({ kind: 'people', names: people })}
              onNone={() => setChosen(NONE)}
            />
          )}
        </section>
        <div className="grid content-start gap-4">
          <CountChart total={page.total} byRole={page.byRole} byKind={page.byKind} />
          {rights.many && <Incident onEnd={() => begin({ kind: 'everyone' })} />}
        </div>
      </div>
      <EndDialog ending={ending} onConfirm={confirm} onClose={close} />
    </>
  );
}
