/**
 * One stream from the bank, kept open. Read with fetch rather than EventSource, for three things EventSource does
 * not give: the status of a refusal (signed out, or the bank away), the heartbeats (a phone that changed networks
 * holds a dead connection that never errs), and a say in how soon to come back. The wire is plain SSE.
 */
import { backoffMs } from './backoff.ts';
import type { LiveEvent } from './event-buffer.ts';
import { isSessionNews, type SessionNews } from './session-news.ts';
import { createSseParser, type SseMessage } from './sse-parser.ts';

export type SourceEvents = {
  /** The stream began, or begins anew: everything after `id` will follow. */
  onStart(id: string): void;
  onEntry(event: LiveEvent): void;
  /** What was missed cannot be had: load anew; the stream goes on after `id`. */
  onReset(id: string): void;
  onEnded(reason: string | null): void;
  /** What happened to the customer's other sessions. */
  onNews(news: SessionNews): void;
  /** Anything arrived, heartbeats included: the line is alive. */
  onAlive(): void;
  onDown(): void;
};

export type LiveSource = {
  /**
   * Connects now if the line is down or has been silent too long: the page is seen again. `renew` does not trust a
   * line that looks whole: the network was gone.
   */
  nudge(renew: boolean): void;
  close(): void;
};

/** The server sends a heartbeat every 15 s: two missed and the line is dead. */
export const SILENCE_MS = 35_000;

/** Opens a stream after `position`, or from now on when that is null, and comes back until it is closed. */
export function openLiveSource(position: string | null, events: SourceEvents): LiveSource {
  let last = position;
  let attempt = 0;
  let closed = false;
  let connection: AbortController | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let heardAtMs = 0;

  function heard() {
    heardAtMs = Date.now();
    clearTimeout(silence);
    silence = setTimeout(() => connection?.abort(), SILENCE_MS);
    events.onAlive();
  }

  function onMessage({ event, data, id }: SseMessage) {
    if (event === 'session') {
      const told = JSON.parse(data) as { kind: string; reason?: string };
      if (told.kind === 'ended') end(told.reason ?? null);
      else if (isSessionNews(told)) events.onNews(told);
      return;
    }
    if (id === null) return;
    last = id;
    if (event === 'transaction') events.onEntry({ id, ...JSON.parse(data) } as LiveEvent);
    else if (event === 'reset') events.onReset(id);
    else if (data === '') events.onStart(id);
  }

  function end(reason: string | null) {
    close();
    events.onEnded(reason);
  }

  async function connect() {
    clearTimeout(waiting);
    const mine = new AbortController();
    connection = mine;
    let retryAfterMs = 0;
    try {
      silence = setTimeout(() => mine.abort(), SILENCE_MS);
      const query = last === null ? '' : `?after=${encodeURIComponent(last)}`;
      const response = await fetch(`/api/events${query}`, {
        headers: { accept: 'text/event-stream', 'x-activity': 'background' },
        cache: 'no-store',
        signal: mine.signal,
      });
      if (response.status === 401) {
        const problem = (await response.json().catch(() => null)) as {
          code?: string;
          reason?: string;
        } | null;
        // A token that was just replaced: the next request carries the new one.
        if (problem?.code !== 'session_rotated') return end(problem?.reason ?? null);
      } else if (response.ok && response.body) {
        attempt = 0;
        await read(response.body, mine.signal);
      } else if (response.status === 400) {
        last = null; // An id the server does not take. It begins from now on, and says where that is.
      }
      retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1000;
      // "The bank is away" names two seconds, but to be live within five of its return we ask sooner.
      if (response.status === 503) retryAfterMs = Math.min(retryAfterMs, 1000);
    } catch {
      // Offline, aborted, cut: all the same, come back.
    }
    clearTimeout(silence);
    if (closed || connection !== mine) return;
    connection = null;
    events.onDown();
    waiting = setTimeout(connect, backoffMs(attempt++, retryAfterMs));
  }

  async function read(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const parse = createSseParser(onMessage);
    for (;;) {
      const { value, done } = await reader.read();
      if (done || closed || signal.aborted) return;
      heard();
      parse(decoder.decode(value, { stream: true }));
    }
  }

  function close() {
    closed = true;
    clearTimeout(waiting);
    clearTimeout(silence);
    connection?.abort();
  }

  function nudge(renew: boolean) {
    if (closed) return;
    if (connection === null) {
      attempt = 0;
      void connect();
    } else if (renew || (heardAtMs !== 0 && Date.now() - heardAtMs > SILENCE_MS)) connection.abort();
  }

  void connect();
  return { nudge, close };
}
