/**
 * Copies of what Redis holds, shared by the requests of a process. Redis says over the connection that read a key when
 * it changes (CLIENT TRACKING), and the copy is dropped. A black-holed connection delivers nothing, so copies count
 * only while theirs answered a PING sent within the last COPIES_TRUST_MS: every push from before the answer arrived
 * with it.
 */
import { copyMeasure } from '#lib/measures.ts';
import { once } from '#lib/once.ts';

export const COPIES_TRUST_MS = 500;
const BEAT_MS = 150;
/** An idle process stops its heartbeat. */
const REST_AFTER_MS = 5_000;

/** What this needs of a connection. */
type Connection = {
  isReady: boolean;
  on(event: string, listener: (key: unknown) => void): unknown;
  sendCommand(words: string[]): Promise<unknown>;
};

/** By key, and there by the part that was read of it: the value, or the read under way. */
type Kept = Map<string, Map<string, unknown>>;
type Copies = {
  connection: Connection;
  kept: Kept;
  max: number;
  askedAtMs: number;
  usedAtMs: number;
  waiting: boolean;
  timer?: NodeJS.Timeout;
};

/** By connection; modules exist several times in a process, copies once. */
const connections = () => once('redis.copies', () => new Map<object, Copies>());

/** Lets `redis`, made with `emitInvalidate`, keep copies of at most `max` keys; the first kept are the first to go. */
export function keepCopies(redis: Connection, max: number): void {
  const kept: Kept = new Map();
  connections().set(redis, {
    connection: redis,
    kept,
    max,
    askedAtMs: -Infinity,
    usedAtMs: 0,
    waiting: false,
  });
  redis.on('invalidate', (key) => {
    if (key === null) kept.clear();
    else kept.delete(String(key));
  });
  // Redis forgets what a connection read when it ends.
  for (const event of ['error', 'end', 'ready']) redis.on(event, () => kept.clear());
}

/**
 * What `read` answers for `key`. On a connection that keeps copies it is frozen and shared, and kept, unless null,
 * until the key changes: then this sends nothing. `part` names what `read` makes of the key.
 */
export async function copied<Value>(
  redis: object,
  key: string,
  part: string,
  read: () => Promise<Value>,
): Promise<Value> {
  const copies = connections().get(redis);
  if (!copies) return read();
  const parts = copies.kept.get(key) ?? added(copies, key);
  const held = parts.get(part);
  copyMeasure.tell({ found: held === undefined ? 'miss' : 'hit', key });
  if (held !== undefined) return held as Value | Promise<Value>;
  const reading = read().then(frozen);
  // From now on in its place: a push that arrives before the reply is handled takes that away, and nothing is kept.
  parts.set(part, reading);
  let value: Value | null = null;
  try {
    value = await reading;
    return value;
  } finally {
    if (value !== null) parts.set(part, value);
    // What is missing is not kept: strangers may ask for any number of it.
    else if (parts.delete(part) && parts.size === 0 && copies.kept.get(key) === parts)
      copies.kept.delete(key);
  }
}

function added({ kept, max }: Copies, key: string): Map<string, unknown> {
  const [oldest] = kept.keys();
  if (kept.size >= max && oldest !== undefined) kept.delete(oldest);
  const parts = new Map<string, unknown>();
  kept.set(key, parts);
  return parts;
}

/** What `read` answers by copies while they count, else by `redis`, which is also asked when the first read fails. */
export async function byCopies<Redis extends object, Value>(
  { redis, cached }: { redis: Redis; cached?: Redis },
  read: (redis: Redis) => Promise<Value>,
): Promise<Value> {
  if (!cached || !isFresh(cached)) return read(redis);
  try {
    return await read(cached);
  } catch {
    return read(redis);
  }
}

/** True while the copies of `redis` may be believed. Starts the heartbeat (PING, O(1), every 150 ms). */
export function isFresh(redis: object): boolean {
  const copies = connections().get(redis);
  if (!copies) return false;
  const now = performance.now();
  copies.usedAtMs = now;
  if (!copies.timer) {
    copies.timer = setInterval(() => beat(copies), BEAT_MS);
    copies.timer.unref();
    beat(copies);
  }
  return copies.connection.isReady && now - copies.askedAtMs <= COPIES_TRUST_MS;
}

/**
 * Drops this process's copies of what it just wrote: the push would arrive after the reply, and the next request would
 * still be judged by the copy.
 */
export function dropCopies(...written: string[]): void {
  for (const { kept } of connections().values()) for (const key of written) kept.delete(key);
}

function beat(copies: Copies): void {
  if (performance.now() - copies.usedAtMs > REST_AFTER_MS) {
    clearInterval(copies.timer);
    copies.timer = undefined;
    return;
  }
  if (copies.waiting || !copies.connection.isReady) return;
  copies.waiting = true;
  // Counted from the PING, since its answer may be old.
  const askedAtMs = performance.now();
  copies.connection
    .sendCommand(['PING'])
    .then(
      () => {
        copies.askedAtMs = askedAtMs;
      },
      () => {},
    )
    .finally(() => {
      copies.waiting = false;
    });
}

/** Shared by requests, of which none may change it for another. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
