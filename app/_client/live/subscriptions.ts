/** The parts of a page that want postings. Each has its own place, since each was rendered at its own moment. */
import { compareStreamIds } from '#lib/live/stream-id.ts';
import type { EventBuffer, LiveEvent } from './event-buffer.ts';
import { createSeqTracker, type Seqs } from './seq-tracker.ts';

export type LiveSubscription = {
  /** The stream id read before the data. */
  after: string;
  /** The newest seq of each account in the data. */
  seqs: Seqs;
  onEntry(event: LiveEvent): void;
  /** The data can no longer be brought up to date by events. Nothing more is delivered: load and subscribe anew. */
  onReset(): void;
};

export function createSubscriptions() {
  type Held = LiveSubscription & {
    position: string;
    stale: boolean;
    judge: ReturnType<typeof createSeqTracker>;
  };
  const all = new Set<Held>();

  function markStale(one: Held) {
    if (one.stale) return;
    one.stale = true;
    one.onReset();
  }

  function offer(one: Held, event: LiveEvent) {
    if (one.stale || compareStreamIds(event.id, one.position) <= 0) return;
    one.position = event.id;
    const verdict = one.judge(event.entry);
    if (verdict === 'new') one.onEntry(event);
    if (verdict === 'gap') markStale(one);
  }

  return {
    add(subscription: LiveSubscription): () => void {
      const judge = createSeqTracker(subscription.seqs);
      const held = { ...subscription, position: subscription.after, stale: false, judge };
      all.add(held);
      return () => all.delete(held);
    },
    deliver(event: LiveEvent) {
      for (const one of all) offer(one, event);
    },
    /** Gives each what is kept after its place; one whose place is not covered must load anew. */
    catchUp(buffer: EventBuffer) {
      if (buffer.from === null) return;
      for (const one of all) {
        const missed = buffer.since(one.position);
        if (missed === null) markStale(one);
        else for (const event of missed) offer(one, event);
      }
    },
    reset() {
      for (const one of all) markStale(one);
    },
    /** The oldest place of all, `fallback` included: whoever starts there misses nothing for anyone. */
    earliest(fallback: string | null): string | null {
      const places = [...all].map((one) => one.position);
      if (fallback !== null) places.push(fallback);
      return places.sort(compareStreamIds)[0] ?? null;
    },
  };
}
