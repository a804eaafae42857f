'use client';
import { useRouter } from 'next/navigation';
import { type ComponentProps, type ReactNode, useRef, useState, useTransition } from 'react';
import { flushSync } from 'react-dom';
import { classes } from '#app/_kit/class-names.ts';
import { Facets } from '#app/(staff)/staff/(sessions)/_counts/counts.tsx';
import { EndDialog } from '#app/(staff)/staff/(sessions)/_ending/end-dialog.tsx';
import { useEnding } from '#app/(staff)/staff/(sessions)/_ending/use-ending.ts';
import { consoleHref, type Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import { QueryBar } from '#app/(staff)/staff/(sessions)/_query/query-bar.tsx';
import { ConsoleContext, type ConsoleState } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { FoundPage } from '#lib/staff/session-search.ts';
import { BulkBar, EndAllFound, Incident } from './end-offers.tsx';
import { ListHead } from './list-head.tsx';
import { SessionTable } from './session-table.tsx';
import { useLiveSessions } from './use-live-sessions.ts';

const NONE: ReadonlySet<string> = new Set();

type Props = Omit<ConsoleState, 'beginEnding'> & {
  choices: ComponentProps<typeof QueryBar>['choices'];
  page: FoundPage;
  /** Not the first page, on which nothing new begins. */
  later: boolean;
  /** Every filter in the address was. Otherwise nothing is asked. */
  understood: boolean;
  /** In place of the table. */
  empty: ReactNode;
  pagination: ReactNode;
};

/** Questions to live sessions and what may be done about the answer. The address holds the whole question. */
export function Console({
  choices,
  page,
  later,
  understood,
  empty,
  pagination,
  now: drawnAt,
  ...state
}: Props) {
  const router = useRouter();
  const [asking, startAsking] = useTransition();
  const [chosen, setChosen] = useState(NONE);
  const refresh = () => startAsking(() => router.refresh());
  const { ending, begin, confirm, close } = useEnding(refresh);

  const { rows, counts, asOf, stateOf, waitingCount, hold, show } = useLiveSessions(
    page,
    state.query,
    later || !understood,
    drawnAt,
  );

  const { words, rights } = state;
  const choosable = rows.filter((row) => rights.ends.includes(row.role) && stateOf(row) !== 'over');
  // Only what is seen is meant: a session that left the page is no longer chosen.
  const picked = choosable.filter(({ sid }) => chosen.has(sid));

  const list = useRef<HTMLElement>(null);
  /** The focus goes back to where it was, but for an ended session's row: that is gone, or soon will be. */
  function finish() {
    const done = ending?.done;
    flushSync(close);
    if (done && done.revoked + done.alreadyGone > 0) list.current?.focus();
  }
  function ask(draft: Draft) {
    startAsking(() => router.push(consoleHref(draft), { scroll: false }));
  }
  function choose(sids: readonly string[], on: boolean) {
    setChosen((all) => new Set(on ? [...all, ...sids] : [...all].filter((sid) => !sids.includes(sid))));
  }

  return (
    <ConsoleContext value={{ ...state, now: asOf, beginEnding: begin }}>
      <QueryBar choices={choices} onAsk={ask} />
      <div className="mt-4 grid gap-4 lg:grid-cols-[14rem_minmax(0,1fr)] xl:grid-cols-[16rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr] lg:gap-x-6">
        <Facets counts={counts} />
        <section
          ref={list}
          tabIndex={-1}
          aria-label={words.list}
          aria-busy={asking}
          className={classes(
            'flex min-w-0 flex-col gap-2 transition-opacity delay-150 lg:col-start-2 lg:row-span-2 lg:row-start-1',
            asking && 'opacity-60',
          )}
        >
          <ListHead
            total={counts.total}
            waiting={waitingCount}
            onShow={show}
            choosable={choosable}
            allChosen={picked.length > 0 && picked.length === choosable.length}
            onChoose={choose}
            onRefresh={refresh}
          />
          <EndAllFound total={counts.total} />
          {rows.length > 0 ? (
            <div {...hold}>
              <SessionTable rows={rows} chosen={chosen} onChoose={choose} stateOf={stateOf} />
            </div>
          ) : (
            empty
          )}
          {pagination}
          {picked.length > 0 && <BulkBar picked={picked} onNone={() => setChosen(NONE)} />}
        </section>
        {rights.many && <Incident />}
      </div>
      <EndDialog ending={ending} onConfirm={confirm} onClose={finish} />
    </ConsoleContext>
  );
}
