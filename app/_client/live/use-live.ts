import { useRouter } from 'next/navigation';
import { useContext, useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';
import { categorised } from '#lib/ledger/categorised.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import { LiveContext } from './live-provider.tsx';
import type { LiveEvent, News, PaymentNews, SessionNews } from './live-source.ts';
import { INITIAL_STATUS, type LiveStatus } from './live-status.ts';
import { refreshInBackground } from './refresh-in-background.ts';

const REFRESH_AGAIN_FIRST_MS = 2000;
const REFRESH_AGAIN_MAX_MS = 30_000;

const noChange = () => () => {};

/**
 * Calls `onEvent` for every entry and every event of a pending transaction after `start`, once and in order, in the
 * customer's own category, and `onReset` when the page's data cannot be brought up to date that way, or a merchant got
 * another category. Without `onReset` the page is rendered anew by the server (`router.refresh`, which does not count as
 * activity), repeatedly until it has a new `start`. Does nothing outside a LiveProvider.
 */
export function useLive(start: LiveStart, onEvent: (event: LiveEvent) => void, onReset?: () => void): void {
  const client = useContext(LiveContext);
  const router = useRouter();
  // The latest callbacks, so that a page that draws often does not leave and enter the stream each time.
  const callbacks = useRef({ onEvent, onReset });
  useEffect(() => {
    callbacks.current = { onEvent, onReset };
  });
  const startKey = JSON.stringify(start);

  useEffect(() => {
    if (!client) return;
    const { after, seqs, categories } = JSON.parse(startKey) as LiveStart;
    let again: ReturnType<typeof setTimeout> | undefined;
    function refresh(waitMs: number) {
      refreshInBackground(router);
      again = setTimeout(() => refresh(Math.min(2 * waitMs, REFRESH_AGAIN_MAX_MS)), waitMs);
    }
    const anew = () => (callbacks.current.onReset ?? (() => refresh(REFRESH_AGAIN_FIRST_MS)))();
    const unlisten = client.onNews(({ kind }) => kind === 'categories' && anew());
    const unsubscribe = client.subscribe({
      after,
      seqs,
      onEvent: (event) =>
        callbacks.current.onEvent(
          'pending' in event
            ? { ...event, pending: categorised(event.pending, categories) }
            : { ...event, entry: categorised(event.entry, categories) },
        ),
      onReset: anew,
    });
    return () => {
      clearTimeout(again);
      unlisten();
      unsubscribe();
    };
  }, [client, router, startKey]);
}

/** Whether what is shown is current, and when anything was last received. Always `live` outside a LiveProvider. */
export function useLiveStatus(): LiveStatus {
  const client = useContext(LiveContext);
  return useSyncExternalStore(
    client?.status.subscribe ?? noChange,
    client?.status.get ?? (() => INITIAL_STATUS),
    () => INITIAL_STATUS,
  );
}

/** Calls back when the stream returns: what happened meanwhile was missed. */
export function useReturn(onReturn: () => void): void {
  const { state } = useLiveStatus();
  const wasAway = useRef(false);
  const back = useEffectEvent(onReturn);
  useEffect(() => {
    if (state === 'live' && wasAway.current) back();
    wasAway.current = state !== 'live';
  }, [state]);
}

/** Calls `onNews` for what happens to the customer's other sessions; some things come twice. */
export const useSessionNews = (onNews: (news: SessionNews) => void): void =>
  useNews((news) => news.kind !== 'payment' && onNews(news));

/** Calls `onNews` when a payment of the customer went on; some things come twice, and none is promised to come. */
export const usePaymentNews = (onNews: (news: PaymentNews) => void): void =>
  useNews((news) => news.kind === 'payment' && onNews(news));

function useNews(onNews: (news: News) => void): void {
  const client = useContext(LiveContext);
  const receive = useEffectEvent(onNews);
  useEffect(() => client?.onNews((news) => receive(news)), [client]);
}
