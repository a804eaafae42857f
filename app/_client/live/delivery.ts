/** What this tab has received, in stream order, and its delivery to each subscription: every event once. */
import { compareStreamIds } from '#lib/live/stream-id.ts';
import type { PassOn } from './live-channel.ts';
import { type LiveEvent, type LiveSource, type News, openLiveSource } from './live-source.ts';
import type { LiveStatusStore } from './live-status.ts';

/** A part of a page that wants events. Each has a position of its own: each was rendered at its own moment. */
export type LiveSubscription = {
  /** The stream id read before the data. */
  after: string;
  /** The newest seq of each account in the data. */
  seqs: Readonly<Record<string, number>>;
  onEvent(event: LiveEvent): void;
  /** Events can no longer bring the data up to date. Nothing more is delivered: load and subscribe again. */
  onReset(): void;
};

export type Delivery = ReturnType<typeof createDelivery>;

/** `passOn` sends what is new here to the other tabs. The last `maxBuffered` events serve those who come later. */
export function createDelivery(passOn: PassOn, maxBuffered = 500) {
  /** All events after `from` are buffered; null until the stream has said where it starts. */
  let from: string | null = null;
  let last: string | null = null;
  let events: LiveEvent[] = [];
  const subscribers = new Set<Subscriber>();
  const newsListeners = new Set<(news: News) => void>();

  function restart(id: string | null) {
    from = id;
    last = id;
    events = [];
  }

  /** The events after `id`, oldest first; null when the buffer does not reach back that far. */
  function since(id: string): LiveEvent[] | null {
    if (from === null || compareStreamIds(id, from) < 0) return null;
    return events.filter((event) => compareStreamIds(event.id, id) > 0);
  }

  /** Gives each subscriber what it missed; one whose position is not covered must load again. */
  function catchUp() {
    if (from === null) return;
    for (const one of subscribers) {
      const missed = since(one.position);
      if (missed === null) one.reset();
      else for (const event of missed) one.offer(event);
    }
  }

  return {
    /** The id of the newest event; null until the stream has said where it starts. */
    get last() {
      return last;
    },
    isBehind: (id: string | null) => id !== null && (last === null || compareStreamIds(id, last) > 0),
    since,
    catchUp,

    /** Starts at `id` unless it has started. Subscribers get what came after their own position. */
    begin(id: string | null) {
      if (last === null) restart(id);
      catchUp();
    },
    /** The oldest position of all subscriptions, `after` included. */
    earliest(after: string | null): string | null {
      const positions = [...subscribers].map((one) => one.position);
      if (after !== null) positions.push(after);
      return positions.sort(compareStreamIds)[0] ?? null;
    },

    /** `prev` came directly before the event. An event that is not newer than the last is ignored. */
    take(event: LiveEvent, prev: string) {
      if (last !== null && compareStreamIds(event.id, last) <= 0) return;
      events.push(event);
      last = event.id;
      while (events.length > maxBuffered) from = events.shift()?.id ?? from;
      for (const one of subscribers) one.offer(event);
      passOn({ type: 'event', prev, event });
    },
    /** Something may be missing: everybody loads again and goes on after `id`. */
    reset(id: string) {
      restart(id);
      for (const one of subscribers) one.reset();
      passOn({ type: 'reset', id });
    },
    news(news: News) {
      for (const listener of newsListeners) listener(news);
      passOn({ type: 'news', news });
    },

    onNews(listener: (news: News) => void): () => void {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    subscribe(subscription: LiveSubscription): () => void {
      const subscriber = createSubscriber(subscription);
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    /** Goes back to `id` if that is before all that is buffered (a page from history). False if it need not. */
    rewind(id: string): boolean {
      const older = from !== null && compareStreamIds(id, from) < 0;
      if (older) restart(id);
      return older;
    },
  };
}

type Subscriber = ReturnType<typeof createSubscriber>;

/**
 * A subscription and how far it was served. `seq` is dense in each account, so it tells a repeated posting from a new one
 * and a new one from a gap; the stream id cannot, since a page's data is a little newer than the id it was read after.
 */
function createSubscriber({ after, seqs, onEvent, onReset }: LiveSubscription) {
  const newest = new Map(Object.entries(seqs));
  let position = after;
  let stale = false;

  function reset() {
    if (stale) return;
    stale = true;
    onReset();
  }

  return {
    get position() {
      return position;
    },
    reset,
    offer(event: LiveEvent) {
      if (stale || compareStreamIds(event.id, position) <= 0) return;
      position = event.id;
      // Idempotent: it may be older than the page's data.
      if ('pending' in event) return onEvent(event);
      const { account, seq } = event.entry;
      const before = newest.get(account) ?? seq - 1; // An account that is not in the data begins anywhere.
      if (seq <= before) return;
      if (seq > before + 1) return reset();
      newest.set(account, seq);
      onEvent(event);
    },
  };
}

export type OwnLine = ReturnType<typeof createOwnLine>;

/** This tab's own stream from the bank: the leader's for all tabs, or a follower's while no leader answers. */
export function createOwnLine({
  delivery,
  status,
  passOn,
  onEnded,
}: {
  delivery: Delivery;
  status: LiveStatusStore;
  passOn: PassOn;
  onEnded: (reason: string | null) => void;
}) {
  let source: LiveSource | null = null;
  const beat = () => passOn({ type: 'beat', last: delivery.last });

  function open() {
    if (source) return;
    let prev = delivery.last;
    source = openLiveSource(prev, {
      onStart: (id) => {
        // A start at another position than ours means that something may be missing.
        if (delivery.last !== null && id !== prev) delivery.reset(id);
        delivery.begin(id);
        prev = id;
        beat();
      },
      onEvent: (event) => {
        delivery.take(event, prev ?? event.id);
        prev = event.id;
      },
      onReset: (id) => {
        prev = id;
        delivery.reset(id);
      },
      onEnded,
      onNews: delivery.news,
      onAlive: () => {
        status.alive();
        beat();
      },
      onDown: () => {
        status.down();
        passOn({ type: 'down' });
      },
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  return {
    get isOpen() {
      return source !== null;
    },
    open,
    close,
    beat,
    nudge: (renew: boolean) => source?.nudge(renew),
  };
}
