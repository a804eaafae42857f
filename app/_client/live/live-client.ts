/**
 * The live side of one tab. One tab of the browser leads and has the stream; it passes on what it hears. A tab
 * takes a passed-on posting only if it knows the one before it, else it asks the leader for what it missed, and
 * opens a stream of its own for as long as nobody can tell it.
 */
import { compareStreamIds } from '#lib/live/stream-id.ts';
import { createEventBuffer, type LiveEvent } from './event-buffer.ts';
import { claimLeadership, type LiveChannel, openLiveChannel, type TabMessage } from './live-channel.ts';
import { type LiveSource, openLiveSource, SILENCE_MS } from './live-source.ts';
import { createLiveStatus, type LiveStatusStore } from './live-status.ts';
import type { SessionNews } from './session-news.ts';
import { createSubscriptions, type LiveSubscription } from './subscriptions.ts';

export type LiveClient = {
  /** Hears every posting after the subscription's `after`, once. The answered function ends it. */
  subscribe(subscription: LiveSubscription): () => void;
  /** Hears of the customer's other sessions, of some things twice. The answered function ends it. */
  onNews(listener: (news: SessionNews) => void): () => void;
  start(): void;
  stop(): void;
  /** The page is seen again, or (`renew`) the network is back: connect now rather than later. */
  nudge(renew?: boolean): void;
  readonly status: LiveStatusStore;
};

export type LiveClientOptions = {
  /** The session's public id. */
  session: string;
  /** Where the first render stood; null for "from now on". */
  after: string | null;
  onEnded: (reason: string | null) => void;
};

const ANSWER_WITHIN_MS = 1500;
const TAKE_OVER_AFTER_MS = 3000;

export function createLiveClient({ session, after, onEnded }: LiveClientOptions): LiveClient {
  const tab = Math.random().toString(36).slice(2);
  const buffer = createEventBuffer();
  const status = createLiveStatus();
  const subscriptions = createSubscriptions();
  const newsListeners = new Set<(news: SessionNews) => void>();
  let channel: LiveChannel | null = null;
  let source: LiveSource | null = null;
  let giveUpLead: (() => void) | undefined;
  let leading = false;
  let started = false;
  let asking: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const behind = (id: string | null) =>
    id !== null && (buffer.last === null || compareStreamIds(id, buffer.last) > 0);
  const tell = (message: TabMessage) => {
    if (leading) channel?.send(message);
  };

  function take(event: LiveEvent, prev: string) {
    if (!buffer.push(event)) return;
    subscriptions.deliver(event);
    tell({ type: 'event', prev, event });
  }

  function reset(id: string) {
    buffer.restart(id);
    subscriptions.reset();
    tell({ type: 'reset', id });
  }

  function ended(reason: string | null) {
    if (!started) return;
    tell({ type: 'ended', reason });
    stop();
    onEnded(reason);
  }

  function hearNews(news: SessionNews) {
    for (const listener of newsListeners) listener(news);
    tell({ type: 'news', news });
  }

  function openSource() {
    if (source || !started) return;
    let prev = buffer.last;
    source = openLiveSource(buffer.last, {
      onStart: (id) => {
        // "From now on" names its place; any other place than ours means that something may be missing.
        if (buffer.last === null) buffer.restart(id);
        else if (id !== prev) reset(id);
        prev = id;
        subscriptions.catchUp(buffer);
        tell({ type: 'beat', last: buffer.last });
      },
      onEntry: (event) => {
        take(event, prev ?? event.id);
        prev = event.id;
      },
      onReset: (id) => {
        prev = id;
        reset(id);
      },
      onEnded: ended,
      onNews: hearNews,
      onAlive: () => {
        status.alive();
        tell({ type: 'beat', last: buffer.last });
      },
      onDown: () => {
        status.down();
        tell({ type: 'down' });
      },
    });
  }

  function closeSource() {
    source?.close();
    source = null;
  }

  function lead() {
    leading = true;
    clearTimeout(asking);
    clearTimeout(silence);
    asking = undefined;
    openSource();
    tell({ type: 'beat', last: buffer.last });
  }

  /** Asks the leader for what came after our position; without an answer we listen ourselves. */
  function ask() {
    if (leading || asking !== undefined) return;
    channel?.send({ type: 'hello', tab, after: buffer.last });
    asking = setTimeout(() => {
      asking = undefined;
      openSource();
    }, ANSWER_WITHIN_MS);
  }

  function heardLeader() {
    clearTimeout(silence);
    silence = setTimeout(openSource, SILENCE_MS);
  }

  /** It comes back by itself, but slowly where the browser holds back the timers of a hidden tab. */
  function leaderDown() {
    if (source || status.get().state !== 'live') return;
    status.down();
    clearTimeout(silence);
    silence = setTimeout(openSource, TAKE_OVER_AFTER_MS);
  }

  function answer(hello: Extract<TabMessage, { type: 'hello' }>) {
    if (!leading || buffer.last === null) return;
    const events = hello.after === null ? [] : buffer.since(hello.after);
    channel?.send({ type: 'replay', tab: hello.tab, after: hello.after, events, last: buffer.last });
  }

  /** The leader stands at `last`: stop listening ourselves once we do too, else ask for the difference. */
  function compare(last: string | null) {
    heardLeader();
    if (behind(last)) ask();
    else if (last !== null) closeSource();
  }

  function onReplay({ after: asked, events, last }: Extract<TabMessage, { type: 'replay' }>) {
    clearTimeout(asking);
    asking = undefined;
    heardLeader();
    if (events === null) return openSource();
    if (buffer.last === null) buffer.restart(asked ?? last);
    for (const event of events) take(event, buffer.last ?? event.id);
    status.alive();
    closeSource();
    subscriptions.catchUp(buffer);
  }

  function onMessage(message: TabMessage) {
    if (message.type === 'hello') return answer(message);
    if (message.type === 'ended') return ended(message.reason);
    if (leading) return; // A former leader's last words.
    switch (message.type) {
      case 'event':
        status.alive();
        if (!behind(message.prev)) take(message.event, message.prev);
        return compare(message.event.id);
      case 'beat':
        status.alive();
        return compare(message.last);
      case 'down':
        return leaderDown();
      case 'news':
        return hearNews(message.news);
      case 'reset':
        return reset(message.id);
      case 'replay':
        return message.tab === tab ? onReplay(message) : undefined;
    }
  }

  function start() {
    if (started) return;
    started = true;
    if (buffer.last === null) buffer.restart(subscriptions.earliest(after));
    subscriptions.catchUp(buffer);
    channel = openLiveChannel(session, onMessage);
    if (channel === null) return openSource();
    giveUpLead = claimLeadership(session, lead);
    ask();
  }

  function stop() {
    started = false;
    leading = false;
    clearTimeout(asking);
    clearTimeout(silence);
    asking = undefined;
    closeSource();
    giveUpLead?.();
    channel?.close();
    channel = null;
  }

  return {
    status,
    start,
    stop,
    nudge(renew = false) {
      if (!started) return;
      if (source) source.nudge(renew);
      else ask();
    },
    onNews(listener) {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    subscribe(subscription) {
      const remove = subscriptions.add(subscription);
      // A page older than what we kept (back from history): go back to where it stood.
      if (started && buffer.from !== null && compareStreamIds(subscription.after, buffer.from) < 0) {
        buffer.restart(subscription.after);
        const own = source !== null;
        closeSource();
        if (own) openSource();
        else ask();
      } else if (started) subscriptions.catchUp(buffer);
      return remove;
    },
  };
}
