/**
 * One client's live stream, the body of an SSE response. It ends with its session, with the process, when Redis is
 * unavailable for too long, or when the client stops reading; the client resumes with the last id it has.
 */
import type { SessionId, UserTag } from '#lib/ids.ts';
import { type FeedHandle, openFeed } from '#lib/live/feed.ts';
import { meaningOf } from '#lib/live/session-signals.ts';
import { encodeReset, encodeSession, encodeStart, encodeTransaction, HEARTBEAT } from '#lib/live/sse.ts';
import { liveSubscriber } from '#lib/live/subscriber.ts';
import { once } from '#lib/once.ts';
import { signalChannel } from '#lib/sessions/signals.ts';
import { onShutdown } from '#lib/shutdown.ts';
import { SECOND } from '#lib/time.ts';

/** Good until a time of this machine's clock, ended, or unknown. */
export type SessionState =
  | { kind: 'alive'; untilMs: number }
  | { kind: 'ended'; reason: string }
  /** Close without an event; the client's next request learns why. */
  | { kind: 'unknown' };

export type EventStreamOptions = {
  user: UserTag;
  sid: SessionId;
  /** A stream id; only later postings are sent. */
  after: string;
  /** The session's end as the request was authorised, by this machine's clock. */
  untilMs: number;
  /** Reads the session again. Never counts as activity. */
  recheck: () => Promise<SessionState>;
};

const HEARTBEAT_EVERY_MS = 15 * SECOND;
/** Unsent bytes above which a listener is skipped; its stream position stays. */
const MAX_UNSENT_BYTES = 64 * 1024;
/** Heartbeats without a read after which a client is closed. */
const MAX_MISSED_HEARTBEATS = 2;
const MIN_RECHECK_MS = SECOND;
/** What setTimeout can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** All streams of this process share a heartbeat timer and a shutdown hook. */
const streams = () =>
  once('live.streams', () => {
    const open = new Set<{ beat(): void; close(): void }>();
    setInterval(() => {
      for (const stream of open) stream.beat();
    }, HEARTBEAT_EVERY_MS).unref();
    onShutdown(() => {
      for (const stream of open) stream.close();
    });
    return open;
  });

/** How many streams this process serves. */
export const openStreamCount = (): number => streams().size;

/**
 * Opens a stream. Resolves when Redis has acknowledged the subscriptions and missed postings are on their way; rejects
 * as `openFeed` does. One XRANGE to open and one a wake-up of the customer, however many listen.
 */
export async function openEventStream(options: EventStreamOptions): Promise<ReadableStream<Uint8Array>> {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let feed: FeedHandle | undefined;
  let unlisten: (() => void) | undefined;
  let deadline: NodeJS.Timeout | undefined;
  let missedHeartbeats = 0;
  let closed = false;

  const room = () => (controller?.desiredSize ?? 0) > 0;
  const send = (bytes: Uint8Array) => {
    if (!closed) controller?.enqueue(bytes);
  };
  const stream = {
    beat() {
      missedHeartbeats = room() ? 0 : missedHeartbeats + 1;
      if (missedHeartbeats > MAX_MISSED_HEARTBEATS) stream.close();
      else if (missedHeartbeats === 0) send(HEARTBEAT);
    },
    close() {
      if (closed) return;
      closed = true;
      release();
      controller?.close();
    },
  };
  function release() {
    streams().delete(stream);
    clearTimeout(deadline);
    feed?.close();
    unlisten?.();
  }
  function end(reason: string) {
    send(encodeSession({ kind: 'ended', reason }));
    stream.close();
  }
  async function recheck() {
    const state = await options.recheck().catch((): SessionState => ({ kind: 'unknown' }));
    if (closed) return;
    if (state.kind === 'alive') watch(state.untilMs);
    else if (state.kind === 'ended') end(state.reason);
    else stream.close();
  }
  function watch(untilMs: number) {
    clearTimeout(deadline);
    deadline = setTimeout(
      recheck,
      Math.min(LONGEST_TIMER_MS, Math.max(MIN_RECHECK_MS, untilMs - Date.now())),
    );
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      pull: () => feed?.resume(),
      cancel: () => {
        closed = true;
        release();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNSENT_BYTES }),
  );
  send(encodeStart(options.after));
  try {
    unlisten = await liveSubscriber().listen(signalChannel(options.user), {
      message: (text) => {
        const meaning = meaningOf(text, options.sid);
        if (meaning === null) return;
        if ('reason' in meaning) end(meaning.reason);
        else send(encodeSession(meaning.news));
      },
      gap: () => void recheck(),
      lost: () => stream.close(),
    });
    feed = await openFeed(options.user, options.after, {
      ready: () => !closed && room(),
      entries: (events) => {
        for (const event of events) send(encodeTransaction(event));
      },
      reset: (lastId) => send(encodeReset(lastId)),
      lost: () => stream.close(),
    });
  } catch (error) {
    closed = true;
    release();
    throw error;
  }
  // The session may have ended before its signals were subscribed to: check once more.
  streams().add(stream);
  if (closed) release();
  else watch(options.untilMs);
  void recheck();
  return body;
}
