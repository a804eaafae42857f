/** Reads a customer's live log, the stream that the ledger's scripts write. */
import type { UserTag } from '#lib/ids.ts';
import { type LiveEvent, liveRowSchema } from '#lib/live/sse.ts';
import { STREAM_START } from '#lib/live/stream-id.ts';
import { log } from '#lib/log.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

const PAGE = 100;

/** The id of the log's newest entry, `0-0` when it is empty. XREVRANGE + - COUNT 1: O(1). */
export async function lastStreamId(redis: Redis, user: UserTag): Promise<string> {
  const newest = await redis.xRevRange(keys.stream(user), '+', '-', { COUNT: 1 });
  return newest?.[0]?.id ?? STREAM_START;
}

/**
 * A page of the log. `ids[0]` is the position asked from when the log still continues it, and `events[n]` is what
 * came after `ids[n]` (null for one that cannot be read). `more`: the page is full.
 */
export type LogPage = { ids: string[]; events: (LiveEvent | null)[]; more: boolean };

/**
 * Reads from `position` on, the position included: only if that entry itself is still there is the log an
 * unbroken continuation of it. That finds a trimmed log, and one of another history (Redis restored from a
 * backup, or a crash that took the last second), whether its ids are smaller or greater by now.
 * XRANGE position + COUNT 101: O(the page). From the very beginning XINFO STREAM, O(1), tells if all is there.
 */
export async function readLog(redis: Redis, user: UserTag, position: string): Promise<LogPage> {
  const key = keys.stream(user);
  const entries = (await redis.xRange(key, position, '+', { COUNT: PAGE + 1 })) ?? [];
  const more = entries.length > PAGE;
  const ids = entries.map((entry) => entry.id);
  const events = entries.map(({ id, message }) => toEvent(id, message.kind, message.row));
  if (position !== STREAM_START) return { ids, events: events.slice(1), more };
  const complete = entries.length === 0 || (await nothingTrimmed(redis, key));
  return complete ? { ids: [STREAM_START, ...ids], events, more } : { ids, events: events.slice(1), more };
}

async function nothingTrimmed(redis: Redis, key: string): Promise<boolean> {
  const info = await redis.xInfoStream(key);
  return Number(info['entries-added']) === Number(info.length);
}

/** What a wake-up says: the event, and the stream id that it follows. Null when it says nothing of the kind. */
export function readWakeUp(text: string): { before: string; id: string; event: LiveEvent | null } | null {
  const [, before, id, kind, row] = /^(\d+-\d+) (\d+-\d+) (\w+) (.+)$/s.exec(text) ?? [];
  return before && id ? { before, id, event: toEvent(id, kind, row) } : null;
}

/** Malformed events are left out: of an entry, clients see the gap in `seq` and reload. */
function toEvent(id: string, kind: string | undefined, row: string | undefined): LiveEvent | null {
  try {
    return { id, ...liveRowSchema.parse({ kind, row: JSON.parse(row ?? '') }) };
  } catch (error) {
    log.error('unreadable entry in the live log', { id, error });
    return null;
  }
}
