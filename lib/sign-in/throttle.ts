/**
 * Limits how often passwords may be guessed, before any hashing. A budget belongs to one name at one source, so that
 * an attacker elsewhere cannot lock a customer out: five wrong passwords in a row block it (PSD2 RTS article 4(3)(b)),
 * and each further one for longer. A source as a whole has a far higher limit. A known device has a budget of its own,
 * so that an attacker at the same source cannot lock it out either. Anonymous requests can create no other keys.
 */
import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { BankError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { once } from '#lib/once.ts';
import type { Redis } from '#lib/redis/client.ts';
import { PREFIX } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#lib/time.ts';
import { forgetDevice, type KnownDevice } from './known-device.ts';

export const LOGIN_LIMITS = {
  budget: {
    maxInARow: 5,
    /** After the first wrong password, the second …; the last for all that follow. */
    waitsMs: [0, 0, 2 * SECOND, 5 * SECOND, 15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR],
    /** Without a try for this long, failures are forgotten. */
    forgottenAfterMs: DAY,
    /** Longer than any try takes; after it an abandoned try stops counting. */
    tryTakesMs: 10 * SECOND,
    waitForOthersMs: SECOND,
  },
  /** Of a source, whatever the names; a right password does not count. */
  source: { tries: 200, windowMs: 15 * MINUTE },
  /** Of a name at a source, right ones too: each is recorded. */
  pair: { tries: 120, windowMs: 15 * MINUTE },
  /** Of a name from all unknown devices; only a wrong password counts longer than its try takes. */
  name: { tries: 60, windowMs: HOUR },
} as const;

const takeScript = luaScript('lib/sign-in/throttle-take.lua');
const settleScript = luaScript('lib/sign-in/throttle-settle.lua');
const windowScript = luaScript('lib/sign-in/throttle-window.lua');

/** IPv6 by its /64, which one customer of a provider has to themselves. */
export function sourceOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = address.includes('::') ? Math.max(0, 8 - before.length - after.length) : 0;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Hashed: people type passwords into the name field. */
const counterKey = (...parts: string[]) =>
  `${PREFIX}throttle:{${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}}`;

const TRY_NAME_BYTES = 12;

export type Outcome = 'right' | 'wrong' | 'dropped';
/** A device that is known for the name, a living session of it on another device, or neither. */
type Known = KnownDevice | 'session' | null;

/**
 * Admits a try at the password of `name` from `source`, or from what is known for that name, or throws `throttled`
 * with the wait. The caller settles it; `dropped` when it was never judged. Four scripts, O(log tries of the source); two
 * for a device.
 */
export async function admitTry(
  redis: Redis,
  name: string,
  source: string,
  device: Known = null,
): Promise<(outcome: Outcome) => Promise<void>> {
  const ofSource = counterKey('pair', name, source);
  const id = randomBytes(TRY_NAME_BYTES).toString('base64url');
  const [ofAll, ofName] = [counterKey('source', source), counterKey('name', name)];
  const known = device !== null && device !== 'session';
  if (!known) await count(redis, ofAll, id, LOGIN_LIMITS.source);
  await count(redis, counterKey('tries', name, source), id, LOGIN_LIMITS.pair);
  const key = known ? counterKey('device', device.user, device.digest) : ofSource;
  const { maxInARow, tryTakesMs, waitForOthersMs, forgottenAfterMs } = LOGIN_LIMITS.budget;
  const options = JSON.stringify({ maxInARow, tryTakesMs, waitForOthersMs, forgottenAfterMs });
  refuseUntil(await takeScript(redis, [key], [options]));
  if (device === null) {
    // Last, so that one source that is blocked does not use up the tries of all.
    await count(redis, ofName, id, { ...LOGIN_LIMITS.name, heldMs: tryTakesMs }).catch(
      async (error: unknown) => {
        sayGuessed(ofName);
        await settle(redis, key, 'dropped');
        throw error;
      },
    );
  }
  return async (outcome) => {
    // Together, so that with `appendfsync always` they share one wait for the disk.
    const [failures] = await Promise.all([
      settle(redis, key, outcome),
      // Neighbours at one address are many, and what they know is no guess. What was never judged made keys.
      !known && outcome === 'right' && redis.zRem(ofAll, id),
      device === null && settleName(redis, ofName, id, outcome),
    ]);
    if (!known || outcome !== 'wrong' || failures < maxInARow) return;
    // A copied device cookie gets no second budget at its own address.
    await settle(redis, ofSource, 'full');
    await forgetDevice(redis, device);
  };
}

const said = () => once('throttle.said', () => new LRUCache<string, true>({ max: 1000, ttl: HOUR }));

/** The known devices of that name go on, and whoever runs the bank should know: once an hour. */
function sayGuessed(window: string): void {
  if (said().has(window)) return;
  said().set(window, true);
  log.warn('a name is guessed from many places: only its known devices are let in', { window });
}

type Window = {
  tries: number;
  windowMs: number;
  /** How long this try counts unless it is settled; absent for the whole window. */
  heldMs?: number;
};

/** Counts a try in a sliding window, or throws `throttled` until the oldest leaves it. */
async function count(redis: Redis, key: string, id: string, window: Window): Promise<void> {
  refuseUntil(await windowScript(redis, [key], [JSON.stringify({ heldMs: window.windowMs, ...window, id })]));
}

/**
 * Counts a try of something else than a password, by what `parts` name, or throws `throttled` until the oldest leaves the
 * window. Answers how to give it back. One that comes again under its `id` counts once. EVALSHA throttle-window.lua,
 * O(log tries).
 */
export async function admitWithin(
  redis: Redis,
  parts: string[],
  window: Window,
  id: string = randomBytes(TRY_NAME_BYTES).toString('base64url'),
): Promise<() => Promise<unknown>> {
  const key = counterKey(...parts);
  await count(redis, key, id, window);
  return () => redis.zRem(key, id);
}

/** A wrong try counts from now on as long as the window is; any other no more. O(log tries). */
async function settleName(redis: Redis, key: string, id: string, outcome: Outcome): Promise<void> {
  if (outcome !== 'wrong') return void (await redis.zRem(key, id));
  const score = LOGIN_LIMITS.name.windowMs - LOGIN_LIMITS.budget.tryTakesMs;
  await redis.zAddIncr(key, { score, value: id }, { condition: 'XX' });
}

/** Answers how many failures in a row there are. */
async function settle(redis: Redis, key: string, outcome: Outcome | 'full'): Promise<number> {
  const { maxInARow, forgottenAfterMs, waitsMs } = LOGIN_LIMITS.budget;
  const options = JSON.stringify({ outcome, forgottenAfterMs, maxInARow, waitsMs });
  return Number(await settleScript(redis, [key], [options]));
}

/**
 * Runs `check` once admitted. A try counts as wrong when `check` throws `wrong_credentials`, `passkey_required`, whoever it
 * is that has the password, or ends the session, and as never judged when it throws anything else.
 */
export async function throttled<T>(
  redis: Redis,
  name: string,
  source: string,
  check: () => Promise<T>,
  device: Known = null,
): Promise<T> {
  const settle = await admitTry(redis, name, source, device);
  try {
    const result = await check();
    await settle('right');
    return result;
  } catch (error) {
    const wrong = error instanceof BankError && WRONG.has(error.code);
    // The original error wins over a failure to record it.
    await settle(wrong ? 'wrong' : 'dropped').catch(() => {});
    throw error;
  }
}

const WRONG: ReadonlySet<string> = new Set(['wrong_credentials', 'passkey_required', 'session_ended']);

function refuseUntil(answer: unknown): void {
  const waitMs = Number(answer);
  if (waitMs <= 0) return;
  throw new BankError('throttled', 'Too many tries. Please wait before you try again.', {
    retryAfterSeconds: Math.ceil(waitMs / SECOND),
  });
}
