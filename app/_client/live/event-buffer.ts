/** The last postings this browser heard, so that pages and tabs that come a little later miss none. */

import type { EventOf } from '#app/_client/bank.ts';
import { compareStreamIds } from '#lib/live/stream-id.ts';

export type LiveEvent = { id: string } & EventOf<'transaction'>;

const CAPACITY = 500;

export type EventBuffer = {
  /** Everything after this id is here; null while the stream has not said where it starts. */
  readonly from: string | null;
  /** The id of the newest thing heard. */
  readonly last: string | null;
  /** Forgets everything and begins after `id`. */
  restart(id: string | null): void;
  /** Keeps an event. False for one that is not newer than the last: it was heard before. */
  push(event: LiveEvent): boolean;
  /** What came after `id`, oldest first; null when that is not all here. */
  since(id: string): LiveEvent[] | null;
};

export function createEventBuffer(capacity = CAPACITY): EventBuffer {
  let from: string | null = null;
  let last: string | null = null;
  let events: LiveEvent[] = [];
  return {
    get from() {
      return from;
    },
    get last() {
      return last;
    },
    restart(id) {
      from = id;
      last = id;
      events = [];
    },
    push(event) {
      if (last !== null && compareStreamIds(event.id, last) <= 0) return false;
      events.push(event);
      last = event.id;
      while (events.length > capacity) from = events.shift()?.id ?? from;
      return true;
    },
    since(id) {
      if (from === null || compareStreamIds(id, from) < 0) return null;
      return events.filter((event) => compareStreamIds(event.id, id) > 0);
    },
  };
}
