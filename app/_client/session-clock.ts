/**
 * When this browser's session ends, known from the server's render and its answers, without polling.
 * Warns a minute before, extends while there is input, and shares what it knows with the browser's other tabs.
 */
export type SessionTimes = { idleExpiresAt: number; absoluteExpiresAt: number };

export type SessionWarning = {
  /** By the bank's clock, in milliseconds. */
  endsAt: number;
  /** `idle` can be put off; `absolute` cannot. */
  clock: 'idle' | 'absolute';
  /** The last try to put it off did not reach the bank. */
  failed: boolean;
};

type SessionClockOptions = {
  /** The session's public id: tabs of two sign-ins must not mix. */
  session: string;
  times: SessionTimes;
  /** As the policy says: how long without activity, and how often activity is noted. */
  idleMs: number;
  stepMs: number;
  /** The bank's time. */
  now: () => number;
  /** Tells the bank that somebody is there. */
  extend: () => Promise<SessionTimes>;
  /** Asks the bank without that counting. Rejects when the session is over. */
  look: () => Promise<SessionTimes>;
  /** The session is over; called once. */
  onOver: (clock: SessionWarning['clock']) => void;
};

export type SessionClock = ReturnType<typeof createSessionClock>;

type TabMessage =
  | { type: 'times'; times: SessionTimes }
  /** A tab tells the bank at this moment; the others need not. */
  | { type: 'requested'; at: number }
  | { type: 'over'; clock: SessionWarning['clock'] };

const WARN_MS = 60_000;
/** What a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function createSessionClock(options: SessionClockOptions) {
  const { session, idleMs, stepMs, now } = options;
  let times = options.times;
  let warning: SessionWarning | null = null;
  let dismissed = false;
  let requestedAt = Number.NEGATIVE_INFINITY;
  let over = false;
  let looking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let channel: BroadcastChannel | null = null;
  const watchers = new Set<() => void>();

  const send = (message: TabMessage) => channel?.postMessage(message);
  const clock = () => (times.idleExpiresAt < times.absoluteExpiresAt ? 'idle' : 'absolute');
  const endsAt = () => Math.min(times.idleExpiresAt, times.absoluteExpiresAt);

  function show(next: SessionWarning | null) {
    if (JSON.stringify(next) === JSON.stringify(warning)) return;
    warning = next;
    for (const watcher of watchers) watcher();
  }

  function judge() {
    clearTimeout(timer);
    if (over) return;
    const leftMs = endsAt() - now();
    if (leftMs <= 0) return void atEnd();
    const near = leftMs <= WARN_MS;
    if (near && !dismissed) show({ endsAt: endsAt(), clock: clock(), failed: warning?.failed ?? false });
    else show(null);
    timer = setTimeout(judge, Math.min(LONGEST_TIMER_MS, near ? leftMs : leftMs - WARN_MS));
  }

  /** The bank has the last word: a request of another tab may have put the end off. */
  async function atEnd() {
    if (looking) return;
    looking = true;
    try {
      receive(await options.look());
    } catch {
      end(clock());
    } finally {
      looking = false;
    }
  }

  function end(which: SessionWarning['clock']) {
    if (over) return;
    over = true;
    clearTimeout(timer);
    send({ type: 'over', clock: which });
    options.onOver(which);
  }

  /** Ends only ever move away; an answer that was overtaken says nothing. */
  function receive(next: SessionTimes) {
    if (next.idleExpiresAt > times.idleExpiresAt) {
      times = next;
      dismissed = false;
      if (warning?.failed) warning = { ...warning, failed: false };
      send({ type: 'times', times });
    } else if (endsAt() <= now()) return end(clock());
    judge();
  }

  async function ask() {
    requestedAt = now();
    send({ type: 'requested', at: requestedAt });
    receive(await options.extend());
  }

  function onMessage({ data }: MessageEvent<TabMessage>) {
    if (data.type === 'requested') requestedAt = Math.max(requestedAt, data.at);
    else if (data.type === 'over') end(data.clock);
    else if (data.times.idleExpiresAt > times.idleExpiresAt) {
      times = data.times;
      dismissed = false;
      judge();
    }
  }

  return {
    /** The bank's time. */
    now,
    warning: () => warning,
    subscribe(onChange: () => void): () => void {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    /** Somebody typed, tapped or scrolled in this tab. */
    input() {
      // Within the warning the answer is a button: nobody's elbow keeps a session alive.
      if (warning !== null || over) return;
      const notedAt = times.idleExpiresAt - idleMs;
      if (now() < Math.max(notedAt, requestedAt) + stepMs) return;
      ask().catch(() => undefined); // The next input after a step tries again, and the warning comes in time.
    },
    /** "Stay signed in." */
    async stay() {
      try {
        await ask();
      } catch {
        if (warning) show({ ...warning, failed: true });
      }
    },
    /** The warning was read: the absolute end cannot be put off. */
    dismiss() {
      dismissed = true;
      judge();
    },
    /** The server said something newer. */
    take: receive,
    /** Looks at the time again: the page is visible after a while. */
    look: judge,
    start() {
      if (channel === null && typeof BroadcastChannel !== 'undefined') {
        channel = new BroadcastChannel(`redisBank.session.${session}`);
        channel.onmessage = onMessage;
      }
      judge();
    },
    stop() {
      clearTimeout(timer);
      channel?.close();
      channel = null;
    },
  };
}
