import { useEffect, useRef, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import type { Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import type { FoundPage, FoundSession } from '#lib/staff/session-search.ts';
import { fateOf, looked, type Shown, withNews } from './with-news.ts';

export type RowState = 'new' | 'known' | 'unmatched' | 'over';

/** What begins or ends is seen within five seconds: this, the question, and a search index that is behind a moment. */
const LOOK_MS = 2500;

/**
 * The list that the server drew, kept current: one question every few seconds while the page is seen, which does not
 * prolong the session. Rows never leave by themselves: what is over or no longer matches is marked. What is new comes
 * on top and is marked, but not while somebody points at the list or is in it: then it waits until they leave or ask
 * for it. One that is `still` asks nothing: a later page, or a question that is not understood.
 */
export function useLiveSessions(page: FoundPage, query: Draft, still: boolean, drawnAt: number) {
  const drawn: Shown<FoundPage> = { page, rows: page.items, latest: page, asOf: drawnAt };
  const [shown, setShown] = useState(drawn);
  const { rows, latest, asOf } = shown;
  const held = useRef({ pointer: false, focus: false });
  // Another question, or the same one asked anew.
  if (shown.page !== page) setShown(drawn);

  useEffect(() => {
    if (still) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const startedAt = performance.now();
    const look = async () => {
      if (document.visibilityState === 'visible') {
        // Not reached or refused: the next look asks again.
        const answer = await bank
          .get('/api/staff/sessions', { query: asked(query), background: true, signal: stop.signal })
          .catch(() => null);
        if (stop.signal.aborted) return;
        if (answer) receive(answer as FoundPage);
      }
      timer = setTimeout(look, LOOK_MS);
    };
    const receive = (answer: FoundPage) => {
      const { pointer, focus } = held.current;
      const asOf = drawnAt + performance.now() - startedAt;
      setShown((now) => looked(now, page, { answer, asOf, held: pointer || focus }));
    };
    timer = setTimeout(look, LOOK_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [page, query, still, drawnAt]);

  const known = new Set(page.items.map(({ sid }) => sid));
  const seen = new Set(rows.map(({ sid }) => sid));
  const show = () => setShown((now) => ({ ...now, rows: withNews(now.rows, now.latest.items) }));
  const holding = (by: 'pointer' | 'focus', on: boolean) => {
    held.current[by] = on;
    if (!held.current.pointer && !held.current.focus) show();
  };

  return {
    rows,
    counts: latest,
    asOf,
    /** Since the page was drawn. A later page is told nothing of what lies beyond the newest. */
    stateOf(row: FoundSession): RowState {
      const fate = still ? 'live' : fateOf(row, latest, query);
      if (fate !== 'live') return fate;
      return known.has(row.sid) ? 'known' : 'new';
    },
    /** How many are new and wait for the pointer to leave. */
    waitingCount: withNews(rows, latest.items).filter(({ sid }) => !seen.has(sid)).length,
    show,
    hold: {
      onPointerEnter: ({ pointerType }: { pointerType: string }) =>
        pointerType === 'mouse' && holding('pointer', true),
      onPointerLeave: () => holding('pointer', false),
      onFocus: () => holding('focus', true),
      onBlur: ({ currentTarget, relatedTarget }: React.FocusEvent) =>
        currentTarget.contains(relatedTarget) || holding('focus', false),
    },
  };
}

const asked = (query: Draft) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value?.trim()));
