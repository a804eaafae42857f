import { randomBytes } from 'node:crypto';
import type { EventOf } from '#app/_client/bank.ts';
import { type Streamed, toResponse } from '#lib/http/answer.ts';
import type { AccountId, SessionId, UserTag } from '#lib/ids.ts';
import type { PendingKind } from '#lib/ledger/pending.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import { openEventStream, type SessionState } from '#lib/live/event-stream.ts';
import { connectRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { until } from '#tests/setup/until.ts';

export const freshUser = () => randomBytes(16).toString('base64url') as UserTag;
export const freshSid = () => randomBytes(16).toString('base64url') as SessionId;
const ACCOUNT = 'a_live000001' as AccountId;

const testUrl = () => process.env.REDIS_URL ?? process.env.SUITE_REDIS_URL ?? '';
export const adminRedis = (): Promise<Redis> =>
  connectRedis(testUrl(), { name: 'test-live', deadlineMs: 5000 });

/** A process that has just begun answers 503 until its connections are there. */
export const connected = () => until(() => webRedis().isReady);

const entryOf = (seq: number, account: string = ACCOUNT): EntryView => ({
  status: 'booked',
  account,
  seq,
  id: `t${seq}`,
  counterparty: 'Tesco',
  description: 'Groceries\nwith a line break',
  category: 'groceries',
  type: 'card',
  amountMinor: -100,
  balanceAfterMinor: 10_000_000 - 100 * seq,
  availableAfterMinor: 10_000_000 - 100 * seq,
  at: 1_700_000_000_000 + seq,
});

const pendingOf = (id: string): PendingView => {
  const { seq, balanceAfterMinor, availableAfterMinor, ...row } = entryOf(0);
  return { ...row, status: 'pending', id, expiresAt: row.at + HOUR_MS };
};

/**
 * Writes what the ledger's scripts write to the log, and wakes the listeners up, in one step. `seq` is that of the entry, or
 * of the last one before an event of the pending transaction `p<seq>`.
 */
export async function append(
  redis: Redis,
  user: UserTag,
  seq: number,
  { silent, kind = 'booked' }: { silent?: boolean; kind?: 'booked' | PendingKind } = {},
) {
  const row =
    kind === 'booked' ? entryOf(seq) : { ...pendingOf(`p${seq}`), balanceMinor: 200, availableMinor: 100 };
  const id = await redis.eval(
    `local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
     local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', 1000, '*', 'account', ARGV[1], 'kind', ARGV[5], 'seq', ARGV[2], 'row', ARGV[3])
     if ARGV[4] == '1' then redis.call('PUBLISH', KEYS[2], (newest and newest[1] or '0-0') .. ' ' .. id .. ' ' .. ARGV[5] .. ' ' .. ARGV[3]) end
     return id`,
    {
      keys: [keys.stream(user), keys.live(user)],
      arguments: [ACCOUNT, String(seq), JSON.stringify(row), silent ? '0' : '1', kind],
    },
  );
  return String(id);
}

type Told =
  | { event: 'transaction'; id: string; data: EventOf<'transaction'> }
  | { event: 'pending'; id: string; data: EventOf<'pending'> }
  | { event: 'reset'; id: string }
  | { event: 'session'; data: { kind: string; reason?: string } }
  | { event: 'payment'; data: { id: string; state: string } }
  | { event: 'start'; id: string };

/** Reads an SSE body as a client would, by the letter of the format, until it ends. */
export function listenTo(body: ReadableStream<Uint8Array>) {
  const told: Told[] = [];
  const waiters = new Set<() => void>();
  let comments = 0;
  let ended = false;
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  const take = (block: string) => {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) comments += 1;
      else fields.set(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(': ') + 2));
    }
    const id = fields.get('id') ?? '';
    const event = fields.get('event');
    const data = JSON.parse(fields.get('data') ?? 'null');
    if (event === 'transaction' || event === 'pending') told.push({ event, id, data });
    else if (event === 'reset') told.push({ event, id });
    else if (event === 'session') told.push({ event, data });
    else if (event === 'payment') told.push({ event, data });
    else if (fields.has('id')) told.push({ event: 'start', id });
  };
  const running = (async () => {
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      rest += value;
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      blocks.forEach(take);
      for (const wake of waiters) wake();
    }
    ended = true;
    for (const wake of waiters) wake();
  })();
  /** Resolves when the stream ends, orderly or not. */
  const broken = running.catch(() => undefined);
  return {
    told,
    broken,
    get comments() {
      return comments;
    },
    get ended() {
      return ended;
    },
    seqs: () => told.flatMap((one) => (one.event === 'transaction' ? [one.data.entry.seq] : [])),
    events: () => told.map((one) => one.event),
    /** Resolves as soon as `holds` is true after an arrival; the test's own time limit is the deadline. */
    until(holds: () => boolean): Promise<void> {
      if (holds()) return Promise.resolve();
      return new Promise((resolve) => {
        const look = () => {
          if (!holds()) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
      });
    },
    /** Resolves when the other end has seen it. */
    async close() {
      await reader.cancel();
      await new Promise(setImmediate);
    },
  };
}

export const HOUR_MS = 3_600_000;
export const alive = async (): Promise<SessionState> => ({ kind: 'alive', untilMs: Date.now() + HOUR_MS });

/** As Next sends it. */
export const streamOf = (body: Streamed) =>
  toResponse({ status: 200, headers: {}, cookies: [], body }).body as ReadableStream<Uint8Array>;

export async function listen(
  user: UserTag,
  after: string,
  options: { sid?: SessionId; untilMs?: number; recheck?: () => Promise<SessionState> } = {},
) {
  return listenTo(
    streamOf(
      await openEventStream({
        user,
        sid: options.sid ?? freshSid(),
        after,
        untilMs: options.untilMs ?? Date.now() + HOUR_MS,
        recheck: options.recheck ?? alive,
      }),
    ),
  );
}

export const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
