/**
 * The messages between the tabs of one browser, on a channel named after the session, so that tabs of two
 * different sign-ins never mix. The public session id is no secret; knowing it authorises nothing.
 */

import type { LiveEvent, News } from './live-source.ts';

export type TabMessage =
  /** The leader received `event`, and `prev` directly before it. */
  | { type: 'event'; prev: string; event: LiveEvent }
  /** The leader's line is alive and stands at `last`. */
  | { type: 'beat'; last: string | null }
  | { type: 'down' }
  | { type: 'reset'; id: string }
  | { type: 'ended'; reason: string | null }
  /** News of another session, or of a payment. */
  | { type: 'news'; news: News }
  /** A follower asks for what came after its position (null: where does the leader stand?). */
  | { type: 'hello'; tab: string; after: string | null }
  /** The answer. `events` is null when the buffer does not reach back that far. */
  | { type: 'replay'; tab: string; after: string | null; events: LiveEvent[] | null; last: string };

/** Messages of a leader to its followers. */
export type LeaderMessage = Exclude<TabMessage, { type: 'hello' | 'ended' }>;
/** Sends it to the other tabs, if this one leads. */
export type PassOn = (message: TabMessage) => void;

export type LiveChannel = {
  send(message: TabMessage): void;
  close(): void;
};

/** Null where the browser has no BroadcastChannel or no Web Locks: then every tab has a stream of its own. */
export function openLiveChannel(
  session: string,
  onMessage: (message: TabMessage) => void,
): LiveChannel | null {
  if (typeof BroadcastChannel === 'undefined' || !globalThis.navigator?.locks) return null;
  const channel = new BroadcastChannel(`redisBank.live.${session}`);
  channel.onmessage = ({ data }) => onMessage(data as TabMessage);
  return { send: (message) => channel.postMessage(message), close: () => channel.close() };
}

/** Calls `onLeader` once this tab holds the session's lock. Returns a function that releases it. */
export function claimLeadership(session: string, onLeader: () => void): () => void {
  const waiting = new AbortController();
  let release = () => waiting.abort();
  navigator.locks
    .request(`redisBank.live.${session}`, { signal: waiting.signal }, () => {
      if (waiting.signal.aborted) return;
      onLeader();
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => undefined); // Aborted while waiting: this tab is gone.
  return () => release();
}
