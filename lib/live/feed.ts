/**
 * A customer's live feed in this process. Each listener has its own stream position, so nothing is lost or sent twice; a
 * slow one stays behind, and the log in Redis is its buffer. A wake-up brings the event and the id before it: whoever
 * is there takes it, and for all others one XRANGE reads on.
 */
import { BankError } from '#lib/errors.ts';
import type { SessionId, UserTag } from '#lib/ids.ts';
import { type LogPage, lastStreamId, readLog, readWakeUp } from '#lib/live/live-log.ts';
import { encodeLive } from '#lib/live/sse.ts';
import { compareStreamIds } from '#lib/live/stream-id.ts';
import { liveSubscriber } from '#lib/live/subscriber.ts';
import { logFailure } from '#lib/log-failure.ts';
import { lagMeasure } from '#lib/measures.ts';
import { once } from '#lib/once.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import type { SessionRef } from '#lib/sessions/document.ts';

export type FeedListener = {
  /** False while it has enough unsent: it is skipped until `resume`. */
  ready(): boolean;
  /** Events after its position as lines to send, in order, each exactly once. */
  entries(lines: Uint8Array): void;
  /** Its stream position is not in the log (trimmed, or of another history). It continues after `lastId`. */
  reset(lastId: string): void;
  /** Redis was unavailable for too long; open again. */
  lost(): void;
};

export type FeedHandle = { resume(): void; close(): void };

/** `passedOver`: the log was read while the listener was not ready. */
type Member = { sid: SessionId; listener: FeedListener; position: string; passedOver: boolean };
type Feed = {
  user: UserTag;
  members: Set<Member>;
  running: Promise<void> | null;
  again: boolean;
  waking: boolean;
  retry?: NodeJS.Timeout;
};

/** Streams in one process; a browser needs one. A thief of one session cannot take those of all. */
const MAX_OF_A_USER = 32;
const MAX_OF_A_SESSION = 8;
const RETRY_READ_MS = 250;

const feeds = () => once('live.feeds', () => new Map<UserTag, Feed>());

/**
 * Listens to the events of a customer's accounts after the stream id `after`: each exactly once and in order, or a `reset` where
 * that cannot be promised. A listener that is not ready yet calls `resume` when it is. Throws `throttled` when the
 * customer or the session has too many streams; rejects when Redis is unavailable.
 */
export async function openFeed(
  { user, sid }: SessionRef,
  after: string,
  listener: FeedListener,
): Promise<FeedHandle> {
  const feed = feeds().get(user) ?? {
    user,
    members: new Set<Member>(),
    running: null,
    again: false,
    waking: false,
  };
  const ofSession = [...feed.members].filter((member) => member.sid === sid).length;
  if (feed.members.size >= MAX_OF_A_USER || ofSession >= MAX_OF_A_SESSION) {
    throw new BankError('throttled', 'Too many live connections are open.', { retryAfterSeconds: 10 });
  }
  feeds().set(user, feed);
  const member: Member = { sid, listener, position: after, passedOver: true };
  feed.members.add(member);
  let unlisten: (() => void) | undefined;
  const close = () => {
    unlisten?.();
    if (!feed.members.delete(member) || feed.members.size > 0) return;
    clearTimeout(feed.retry);
    feeds().delete(user);
  };
  try {
    // Subscribe, then read: a posting in between is in the read, a later one wakes us up.
    unlisten = await liveSubscriber().listen(keys.live(user), {
      message: (text) => hear(feed, member, text),
      gap: () => wakeOnce(feed),
      lost: () => listener.lost(),
    });
    await pump(feed);
  } catch (error) {
    close();
    throw error;
  }
  return { resume: () => member.passedOver && wake(feed), close };
}

/** The newest wake-up, read and encoded once for all listeners of its customer, who hear it one after another. */
let heard: { text: string; posted: ReturnType<typeof readWakeUp>; line: Uint8Array | null } | undefined;

function inWakeUp(text: string) {
  if (heard?.text === text) return heard;
  const posted = readWakeUp(text);
  heard = { text, posted, line: posted?.event ? encodeLive(posted.event) : null };
  if (posted && lagMeasure.isHeard()) void tellLag(posted.id);
  return heard;
}

/** A stream id begins with the time at which Redis appended it. */
async function tellLag(id: string): Promise<void> {
  const fromMs = performance.now();
  const nowMs = await redisNow(webRedis()).catch(() => null);
  if (nowMs !== null) lagMeasure.tell(nowMs - (performance.now() - fromMs) - Number.parseInt(id, 10));
}

/** Gives a listener the posting of a wake-up if that is the one it waits for; else the log is read. */
function hear(feed: Feed, member: Member, text: string): void {
  const { posted, line } = inWakeUp(text);
  // A page that is being read would not have this listener's new position.
  if (!posted || feed.running || posted.before !== member.position) {
    wakeOnce(feed);
    return;
  }
  member.passedOver = !member.listener.ready();
  if (member.passedOver) return;
  member.position = posted.id;
  if (line) member.listener.entries(line);
}

/** One wake-up for all listeners, which get the message in the same turn. */
function wakeOnce(feed: Feed): void {
  if (feed.waking) return;
  feed.waking = true;
  queueMicrotask(() => {
    feed.waking = false;
    wake(feed);
  });
}

/** Reads in the background, and retries while Redis is unavailable. */
function wake(feed: Feed): void {
  pump(feed).catch((error: unknown) => {
    logFailure('live log cannot be read', error);
    clearTimeout(feed.retry);
    if (feed.members.size > 0) feed.retry = setTimeout(() => wake(feed), RETRY_READ_MS);
  });
}

/** One reader a feed; a wake-up during a read makes it read again, so one promise covers both. */
function pump(feed: Feed): Promise<void> {
  if (feed.running) {
    feed.again = true;
    return feed.running;
  }
  const read = async () => {
    try {
      do {
        feed.again = false;
        await deliver(feed);
      } while (feed.again);
    } finally {
      // In the same turn as the check of `again`, or a wake-up would be lost.
      feed.running = null;
    }
  };
  feed.running = read();
  return feed.running;
}

/**
 * Brings every ready listener to the end of the log, page by page from the position of the one furthest behind. Each
 * page moves that one forward or resets it, so this ends.
 */
async function deliver(feed: Feed): Promise<void> {
  for (;;) {
    for (const member of feed.members) member.passedOver = !member.listener.ready();
    const ready = [...feed.members].filter((member) => !member.passedOver);
    const furthest = ready.map((member) => member.position).sort(compareStreamIds)[0];
    if (furthest === undefined) return;
    const page = await readLog(webRedis(), feed.user, furthest);
    // Encoded once, for all who are at the same position.
    const lines = page.events.map((event) => event && encodeLive(event));
    const strays = ready.filter((member) => feed.members.has(member) && !advance(member, page, lines));
    if (strays.length > 0) {
      const lastId = await lastStreamId(webRedis(), feed.user);
      for (const member of strays) {
        member.position = lastId;
        if (feed.members.has(member)) member.listener.reset(lastId);
      }
    }
    if (!page.more) return;
  }
}

/** Gives a member the page's events after its position. False when the page should have its position and does not. */
function advance(member: Member, page: LogPage, lines: readonly (Uint8Array | null)[]): boolean {
  const at = page.ids.indexOf(member.position);
  if (at === -1) {
    const last = page.ids.at(-1);
    // Further ahead: a later page reaches it.
    return page.more && last !== undefined && compareStreamIds(member.position, last) > 0;
  }
  const after = lines.slice(at).filter((line) => line !== null);
  member.position = page.ids.at(-1) ?? member.position;
  const [only] = after;
  if (only) member.listener.entries(after.length === 1 ? only : Buffer.concat(after));
  return true;
}
