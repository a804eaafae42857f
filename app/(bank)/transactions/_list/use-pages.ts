import { type Dispatch, useEffect, useRef, useState } from 'react';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { useLanguage } from '#app/_words/context.tsx';
import type { Filter } from '#lib/search/filter.ts';
import { askedAgain } from '#lib/search/phrases.ts';
import type { MeantPage } from '#lib/search/search-meant.ts';
import { fetchFirstPage, fetchPageBefore } from './list-requests.ts';
import type { ListEvent, ListState } from './state.ts';

/**
 * The first letter is sent at once, and those that follow faster than this together: a wait for a pause would be most
 * of the time to an answer.
 */
const BETWEEN_SEARCHES_MS = 60;

type Kind = 'search' | 'more';

/**
 * The rows of the list, requested at once at every letter, which aborts the request before, and further pages of the same
 * answer. `onFound` is called after the list has an answer.
 */
export function usePages({
  account,
  state,
  matcherOf,
  dispatch,
  onSearch,
  onFound,
}: {
  /** Null for all. */
  account: string | null;
  state: ListState;
  /** Whether a row belongs to the answer to a filter. */
  matcherOf: (filter: Filter, edits: readonly number[]) => Extract<ListEvent, { type: 'found' }>['matches'];
  dispatch: Dispatch<ListEvent>;
  onSearch: () => void;
  onFound: (filter: Filter, asked: Filter, edits: readonly number[]) => void;
}) {
  /** The filter that was requested last; its answer may still be on its way. */
  const [wanted, setWanted] = useState(state.filter);
  /** The last request, until it is answered. */
  const [last, setLast] = useState<{ kind: Kind; failed: boolean } | null>(null);
  const busy = last && !last.failed ? last.kind : null;
  const failed = last?.failed ? last.kind : null;
  const language = useLanguage();
  const pages = useLatestRequest();
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const requestedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => () => clearTimeout(typing.current), []);

  function run(
    kind: Kind,
    request: (signal: AbortSignal) => Promise<MeantPage>,
    done: (page: MeantPage) => void,
  ) {
    setLast({ kind, failed: false });
    pages.run(
      request,
      (page) => {
        setLast(null);
        done(page);
      },
      () => setLast({ kind, failed: true }),
    );
  }

  function ask(filter: Filter) {
    requestedAt.current = performance.now();
    run(
      'search',
      (signal) => fetchFirstPage(account, filter, language, signal),
      (page) => {
        const { edits = [] } = page;
        const asked = askedAgain(filter, page);
        dispatch({ type: 'found', filter, page, matches: matcherOf(asked, edits) });
        onFound(filter, asked, edits);
      },
    );
  }

  function search(filter: Filter) {
    setWanted(filter);
    setLast({ kind: 'search', failed: false });
    clearTimeout(typing.current);
    onSearch();
    const waitMs = requestedAt.current + BETWEEN_SEARCHES_MS - performance.now();
    if (waitMs <= 0) return ask(filter);
    // The request on its way is for a filter that is no longer wanted.
    pages.abort();
    typing.current = setTimeout(() => ask(filter), waitMs);
  }

  function more() {
    const { filter, asked, next, edits } = state;
    // Not while the rows are about to be replaced, and after a failure only when the customer says so.
    if (next === null || busy || wanted !== filter) return;
    run(
      'more',
      (signal) => fetchPageBefore({ account, filter: asked, edits }, next, signal),
      (page) => dispatch({ type: 'more', filter, page }),
    );
  }

  const retry = () => (failed === 'more' ? more() : ask(wanted));
  return { wanted, busy, failed, search, more, retry };
}
