/**
 * The Redis subscriber of a web process, one connection. Plain SUBSCRIBE: node-redis loses sharded channels when it
 * reconnects. Messages only hurry, since the stream has what happened; after a possible loss, listeners read the stream
 * again.
 */
import { config } from '#lib/config.ts';
import { DeadlineError, withDeadline } from '#lib/deadline.ts';
import { isRedisUnavailable } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { once } from '#lib/once.ts';
import { makeRedis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';

export type ChannelListener = {
  message(text: string): void;
  /** Messages may have been lost with the connection: read the log. */
  gap(): void;
  /** Redis was unavailable for too long to call this live. */
  lost(): void;
};

/** Finds a silently cut connection (no RST), which connect.ts then replaces. */
const PING_EVERY_MS = 2 * SECOND;
const LOST_AFTER_MS = 2 * SECOND;

type Subscriber = {
  listen(channel: string, listener: ChannelListener): Promise<() => void>;
};

export const liveSubscriber = (): Subscriber => once('live.subscriber', makeSubscriber);

function makeSubscriber(): Subscriber {
  const channels = new Map<string, Set<ChannelListener>>();
  /** Channels this connection has been acknowledged for; node-redis restores them itself when it reconnects. */
  const subscribed = new Set<string>();
  /** Channels that were taken up or left since they were looked at. */
  const changed = new Set<string>();
  let work: Promise<void> = Promise.resolve();
  let lostTimer: NodeJS.Timeout | undefined;
  const { webUrl, deadlineMs } = config().redis;
  const client = makeRedis(webUrl, { name: `redisbank-live-${process.pid}`, deadlineMs });
  client.on('ready', restored);
  client.on('error', down);
  client.connect().catch(() => undefined); // Rejects only when destroyed; each failed attempt is an 'error'.
  setInterval(
    () => channels.size > 0 && client.isReady && client.ping().catch(() => undefined),
    PING_EVERY_MS,
  ).unref();

  const everyone = () => [...channels.values()].flatMap((set) => [...set]);
  const onMessage = (text: string, channel: string) => {
    for (const listener of channels.get(channel) ?? []) listener.message(text);
  };

  function down() {
    lostTimer ??= setTimeout(() => {
      for (const listener of everyone()) listener.lost();
    }, LOST_AFTER_MS);
  }

  function restored() {
    clearTimeout(lostTimer);
    lostTimer = undefined;
    reconcile().then(
      () => {
        for (const listener of everyone()) listener.gap();
      },
      () => undefined, // The connection broke again: the next 'ready' comes here.
    );
  }

  /** Aligns Redis' subscriptions with the listeners, one change at a time. */
  function reconcile(): Promise<void> {
    const next = work.then(async () => {
      const looked = [...changed];
      changed.clear();
      const missing = looked.filter((channel) => channels.has(channel) && !subscribed.has(channel));
      const surplus = looked.filter((channel) => !channels.has(channel) && subscribed.has(channel));
      // First, so that who listens again meanwhile subscribes anew.
      for (const channel of surplus) subscribed.delete(channel);
      try {
        if (missing.length > 0) await inTime(client.subscribe(missing, onMessage));
        for (const channel of missing) subscribed.add(channel);
        if (surplus.length > 0) await inTime(client.unsubscribe(surplus, onMessage));
      } catch (error) {
        for (const channel of looked) changed.add(channel);
        throw error;
      }
    });
    work = next.catch(() => undefined);
    return next;
  }

  function remove(channel: string, listener: ChannelListener) {
    const set = channels.get(channel);
    if (!set?.delete(listener) || set.size > 0) return;
    channels.delete(channel);
    changed.add(channel);
    reconcile().catch((error: unknown) => {
      if (!isRedisUnavailable(error)) log.warn('unsubscribe failed', { error });
    });
  }

  return {
    /**
     * Listens to `channel` until the answered function is called. SUBSCRIBE for its first listener, UNSUBSCRIBE after
     * its last, O(1) each. Resolves when Redis has acknowledged; rejects (DeadlineError) when it is unavailable.
     */
    async listen(channel, listener) {
      const set = channels.get(channel) ?? new Set();
      channels.set(channel, set.add(listener));
      changed.add(channel);
      try {
        if (!subscribed.has(channel)) await reconcile();
        else if (!client.isReady) throw new DeadlineError('the live subscriber is reconnecting');
      } catch (error) {
        remove(channel, listener);
        throw error;
      }
      return () => remove(channel, listener);
    },
  };
}

/** Subscriptions bypass `sendCommand`, so they have their own deadline. */
const inTime = (reply: Promise<unknown>): Promise<unknown> => withDeadline(reply, config().redis.deadlineMs);
