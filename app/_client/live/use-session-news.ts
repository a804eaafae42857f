import { useContext, useEffect, useEffectEvent } from 'react';
import { LiveContext } from './live-provider.tsx';
import type { SessionNews } from './session-news.ts';

/** Calls `onNews` for what happens to the customer's other sessions; some things come twice. */
export function useSessionNews(onNews: (news: SessionNews) => void): void {
  const client = useContext(LiveContext);
  const hear = useEffectEvent(onNews);
  useEffect(() => client?.onNews((news) => hear(news)), [client]);
}
