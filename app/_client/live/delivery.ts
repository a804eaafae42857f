/** What this tab heard, in the order of the stream, and who in it hears of that: each thing once. */
import { compareStreamIds } from '#lib/live/stream-id.ts';
import { createEventBuffer, type LiveEvent } from './event-buffer.ts';
import type { PassOn } from './live-channel.ts';
import type { SessionNews } from './session-news.ts';
import { createSubscriptions, type LiveSubscription } from './subscriptions.ts';

export type Delivery = ReturnType<typeof createDelivery>;

/** `passOn` tells the other tabs what is new here. */
export function createDelivery(passOn: PassOn) {
  const buffer = createEventBuffer();
  const subscriptions = createSubscriptions();
  const newsListeners = new Set<(news: SessionNews) => void>();
  const catchUp = () => subscriptions.catchUp(buffer);

  return {
    /** The id of the newest thing heard; null while the stream has not said where it starts. */
    get last() {
      return buffer.last;
    },
    isBehind: (id: string | null) =>
      id !== null && (buffer.last === null || compareStreamIds(id, buffer.last) > 0),
    since: buffer.since,
    catchUp,

    /** Begins at `id`, unless it has begun: whoever subscribed gets what came after their own place. */
    begin(id: string | null) {
      if (buffer.last === null) buffer.restart(id);
      catchUp();
    },
    /** The oldest place of all subscriptions, `after` included. */
    earliest: (after: string | null) => subscriptions.earliest(after),

    /** `prev` came directly before the event. One that was heard before is nothing new. */
    take(event: LiveEvent, prev: string) {
      if (!buffer.push(event)) return;
      subscriptions.deliver(event);
      passOn({ type: 'event', prev, event });
    },
    /** Something may be missing: all load anew, and go on after `id`. */
    reset(id: string) {
      buffer.restart(id);
      subscriptions.reset();
      passOn({ type: 'reset', id });
    },
    news(news: SessionNews) {
      for (const listener of newsListeners) listener(news);
      passOn({ type: 'news', news });
    },

    onNews(listener: (news: SessionNews) => void): () => void {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    subscribe: (subscription: LiveSubscription) => subscriptions.add(subscription),
    /** Goes back to `id` where that is before all that is kept (a page from history). False where it need not. */
    rewind(id: string): boolean {
      const older = buffer.from !== null && compareStreamIds(id, buffer.from) < 0;
      if (older) buffer.restart(id);
      return older;
    },
  };
}
