/**
 * One client's live stream, the body of an SSE response. It ends with its session, with the process, when Redis is
 * unavailable for too long, when the client stops reading, or of age; the client resumes with the last id it has. Of thousands,
 * each holds little: one object that hears its feed and its signals, and no timer.
 */
import type { Writable } from 'node:stream';
import type { Streamed } from '#lib/http/answer.ts';
import type { SessionId, UserTag } from '#lib/ids.ts';
import { type FeedHandle, type FeedListener, openFeed } from '#lib/live/feed.ts';
import { meaningOf } from '#lib/live/session-signals.ts';
import { encodePayment, encodeReset, encodeSession, encodeStart, HEARTBEAT } from '#lib/live/sse.ts';
import { type ChannelListener, liveSubscriber } from '#lib/live/subscriber.ts';
import { once } from '#lib/once.ts';
import { signalChannel } from '#lib/sessions/signals.ts';
import { onShutdown } from '#lib/shutdown.ts';
import { MINUTE, SECOND } from '#lib/time.ts';

/** Good until a time of this machine's clock, ended, or unknown. */
export type SessionState =
  | { kind: 'alive'; untilMs: number }
  | { kind: 'ended'; reason: string }
  /** Close without an event; the client's next request learns why. */
  | { kind: 'unknown' };

export type EventStreamOptions = {
  user: UserTag;
  sid: SessionId;
  /** A stream id; only later events are sent. */
  after: string;
  /** The session's end as the request was authorised, by this machine's clock. */
  untilMs: number;
  /** Reads the session again. Never counts as activity. */
  recheck: () => Promise<SessionState>;
};

const SWEEP_EVERY_MS = SECOND;
/** In sweeps. Each stream has its own, so that not all are written to at once. */
const HEARTBEAT_EVERY = 15;
/** Heartbeats without a read after which a client is cut off. */
const MAX_MISSED_HEARTBEATS = 2;
/**
 * A client that reads nothing looks like all others for hours: the kernels of both ends keep what little is sent. So each
 * stream ends, after ten to fifteen minutes; those that began together do not end together.
 */
const MAX_AGE_MS = 15 * MINUTE;
const AGES_APART_MS = 5 * MINUTE;
const MIN_RECHECK_MS = SECOND;

/** All streams of this process share a sweep, of deadlines and heartbeats, and a shutdown hook. */
const streams = () =>
  once('live.streams', () => {
    const open = new Set<EventStream>();
    let sweeps = 0;
    setInterval(() => {
      sweeps += 1;
      const nowMs = Date.now();
      for (const stream of open) stream.sweep(nowMs, sweeps % HEARTBEAT_EVERY);
    }, SWEEP_EVERY_MS).unref();
    onShutdown(() => {
      for (const stream of open) stream.close();
    });
    return open;
  });

let opened = 0;

/** How many streams this process serves. */
export const openStreamCount = (): number => streams().size;

/**
 * Opens a stream. Resolves when Redis has acknowledged the subscriptions, so that what happens from then on is sent;
 * rejects as `openFeed` does. One XRANGE to begin, and one for a wake-up that does not follow on what was sent, however
 * many listen.
 */
export async function openEventStream(options: EventStreamOptions): Promise<Streamed> {
  const stream = new EventStream(options);
  try {
    await stream.listen();
  } catch (error) {
    stream.close();
    throw error;
  }
  return (sink) => stream.begin(sink);
}

class EventStream implements ChannelListener, FeedListener {
  readonly #options: EventStreamOptions;
  /** When its heartbeat is due. */
  readonly #sweep = opened++ % HEARTBEAT_EVERY;
  #sink: Writable | undefined;
  #feed: FeedHandle | undefined;
  #unlisten: (() => void) | undefined;
  #recheckAtMs = Number.POSITIVE_INFINITY;
  readonly #endsAtMs: number;
  #missedHeartbeats = 0;
  #closed = false;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#endsAtMs = Date.now() + MAX_AGE_MS - AGES_APART_MS * (this.#sweep / HEARTBEAT_EVERY);
  }

  async listen(): Promise<void> {
    const { user, sid, after } = this.#options;
    this.#unlisten = await liveSubscriber().listen(signalChannel(user), this);
    this.#feed = await openFeed({ user, sid }, after, this);
  }

  begin(sink: Writable): void {
    this.#sink = sink;
    if (this.#closed || sink.destroyed) {
      this.close();
      return;
    }
    sink.on('drain', () => this.#feed?.resume());
    sink.on('close', () => this.#release());
    streams().add(this);
    this.#send(encodeStart(this.#options.after));
    this.#feed?.resume();
    this.#watch(this.#options.untilMs);
    // The session may have ended before its signals were subscribed to: check once more.
    void this.#recheck();
  }

  sweep(nowMs: number, sweep: number): void {
    if (nowMs >= this.#endsAtMs) {
      this.close();
      return;
    }
    if (nowMs >= this.#recheckAtMs) void this.#recheck();
    if (sweep !== this.#sweep) return;
    this.#missedHeartbeats = this.ready() ? 0 : this.#missedHeartbeats + 1;
    if (this.#missedHeartbeats > MAX_MISSED_HEARTBEATS) this.#sink?.destroy();
    else if (this.#missedHeartbeats === 0) this.#send(HEARTBEAT);
  }

  close(): void {
    this.#release();
    this.#sink?.end();
  }

  /** False while the client has not read what was sent: it is skipped, and its stream position stays. */
  ready(): boolean {
    return this.#sink !== undefined && !this.#closed && !this.#sink.writableNeedDrain;
  }

  entries(lines: Uint8Array): void {
    this.#send(lines);
  }

  reset(lastId: string): void {
    this.#send(encodeReset(lastId));
  }

  message(text: string): void {
    const meaning = meaningOf(text, this.#options.sid);
    if (meaning === null) return;
    if ('reason' in meaning) this.#end(meaning.reason);
    else if ('payment' in meaning) this.#send(encodePayment(meaning.payment));
    else this.#send(encodeSession(meaning.news));
  }

  gap(): void {
    void this.#recheck();
  }

  lost(): void {
    this.close();
  }

  #send(bytes: Uint8Array): void {
    if (!this.#closed) this.#sink?.write(bytes);
  }

  #end(reason: string): void {
    this.#send(encodeSession({ kind: 'ended', reason }));
    this.close();
  }

  #watch(untilMs: number): void {
    this.#recheckAtMs = Math.max(Date.now() + MIN_RECHECK_MS, untilMs);
  }

  async #recheck(): Promise<void> {
    this.#recheckAtMs = Number.POSITIVE_INFINITY;
    const state = await this.#options.recheck().catch((): SessionState => ({ kind: 'unknown' }));
    if (this.#closed) return;
    if (state.kind === 'alive') this.#watch(state.untilMs);
    else if (state.kind === 'ended') this.#end(state.reason);
    else this.close();
  }

  #release(): void {
    if (this.#closed) return;
    this.#closed = true;
    streams().delete(this);
    this.#feed?.close();
    this.#unlisten?.();
  }
}
