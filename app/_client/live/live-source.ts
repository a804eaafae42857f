/**
 * One stream from the bank, kept open. Read with fetch rather than EventSource, for three things EventSource does
 * not give: the status of a refusal (signed out, or the bank away), the heartbeats (a phone that changed networks
 * holds a dead connection that never errs), and a say in how soon to come back. The wire is plain SSE.
 */
import type { EventOf } from '#app/_client/bank.ts';
import { backoffMs } from './backoff.ts';

/** An entry, or what happened to a pending transaction, with the balances of its account after it. */
export type LiveChange = EventOf<'transaction'> | EventOf<'pending'>;
/** With its id in the stream. */
export type LiveEvent = { id: string } & LiveChange;
/** What happens to the customer's other sessions. */
export type SessionNews = Exclude<EventOf<'session'>, { kind: 'ended' }>;
/** A payment of the customer went on: its document says what is true. */
export type PaymentNews = { kind: 'payment' } & EventOf<'payment'>;
export type News = SessionNews | PaymentNews;

type SourceEvents = {
  /** The stream starts, or starts again: everything after `id` will follow. */
  onStart(id: string): void;
  onEvent(event: LiveEvent): void;
  /** The missed events are gone: load again; the stream goes on after `id`. */
  onReset(id: string): void;
  onEnded(reason: string | null): void;
  /** What happened to the customer's other sessions and payments. */
  onNews(news: News): void;
  /** Anything arrived, heartbeats included: the line is alive. */
  onAlive(): void;
  onDown(): void;
};

export type LiveSource = ReturnType<typeof openLiveSource>;

/** The server sends a heartbeat every 15 s: two missed and the line is dead. */
export const SILENCE_MS = 35_000;

const KINDS: ReadonlySet<string> = new Set([
  'created',
  'left',
  'password_changed',
  'passkey',
  'preferences',
  'categories',
] satisfies SessionNews['kind'][]);

/** A kind that only a newer server knows is ignored. */
const isSessionNews = (signal: { kind: string }): signal is SessionNews => KINDS.has(signal.kind);

/** Opens a stream after `position`, or from now on when that is null, and comes back until it is closed. */
export function openLiveSource(position: string | null, events: SourceEvents) {
  let last = position;
  let attempt = 0;
  let closed = false;
  let connection: AbortController | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let receivedAtMs = 0;

  function received() {
    receivedAtMs = Date.now();
    clearTimeout(silence);
    silence = setTimeout(() => connection?.abort(), SILENCE_MS);
    events.onAlive();
  }

  function onMessage({ event, data, id }: SseMessage) {
    if (event === 'session') {
      const signal = JSON.parse(data) as { kind: string; reason?: string };
      if (signal.kind === 'ended') end(signal.reason ?? null);
      else if (isSessionNews(signal)) events.onNews(signal);
      return;
    }
    if (event === 'payment') return events.onNews({ kind: 'payment', ...JSON.parse(data) } as PaymentNews);
    if (id === null) return;
    last = id;
    if (event === 'transaction' || event === 'pending')
      events.onEvent({ id, ...JSON.parse(data) } as LiveEvent);
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
    let ended = false;
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
        ended = !mine.signal.aborted;
      } else if (response.status === 400) {
        last = null; // An id the server does not take. It begins from now on, and says where that is.
      }
      retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1000;
      // A 503 asks for two seconds; being live within five seconds of the return takes less.
      if (response.status === 503) retryAfterMs = Math.min(retryAfterMs, 1000);
    } catch {
      // Offline, aborted, cut: all the same, come back.
    }
    clearTimeout(silence);
    if (closed || connection !== mine) return;
    connection = null;
    // The bank ends each stream after a while: down is what cannot be opened again.
    if (!ended) events.onDown();
    waiting = setTimeout(connect, backoffMs(attempt++, retryAfterMs));
  }

  async function read(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const parse = createSseParser(onMessage);
    for (;;) {
      const { value, done } = await reader.read();
      if (done || closed || signal.aborted) return;
      received();
      parse(decoder.decode(value, { stream: true }));
    }
  }

  function close() {
    closed = true;
    clearTimeout(waiting);
    clearTimeout(silence);
    connection?.abort();
  }

  /**
   * Connects now if the line is down or was silent too long: the page is visible again. `renew` does not trust a line
   * that looks whole: the network came or went.
   */
  function nudge(renew: boolean) {
    if (closed) return;
    if (connection === null) {
      attempt = 0;
      void connect();
    } else if (renew || (receivedAtMs !== 0 && Date.now() - receivedAtMs > SILENCE_MS)) connection.abort();
  }

  void connect();
  return { nudge, close };
}

export type SseMessage = { event: string; data: string; id: string | null };

/**
 * Reads server-sent events from text that arrives in pieces, by the rules of the HTML standard (9.2.6) as far as this
 * bank's server uses them: LF line ends, `event`, `data`, `id`, `retry`, comments. Returns a function that takes the
 * pieces. `onMessage` also gets messages without data: those carry an id alone.
 */
export function createSseParser(onMessage: (message: SseMessage) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message: SseMessage = { event: 'message', data: '', id: null };
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
        if (field === 'event') message.event = value;
        else if (field === 'data') data.push(value);
        else if (field === 'id') message.id = value;
      }
      message.data = data.join('\n');
      if (data.length > 0 || message.id !== null) onMessage(message);
    }
  };
}
