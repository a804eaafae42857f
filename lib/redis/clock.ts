/**
 * Redis' clock orders everything, so that no machine with a wrong clock ends a session or posts into the future. A step
 * of it is told: forward it ends sessions at once, back it lets them live longer, and ticks wait.
 */
import { log } from '#lib/log.ts';
import { clockMeasure } from '#lib/measures.ts';
import { once } from '#lib/once.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { MINUTE, SECOND } from '#lib/time.ts';

const MAX_AGE_MS = MINUTE;
/** More than clocks drift apart in a minute, and than half a round trip. */
const STEP_MS = 5 * SECOND;

/** Redis' time less this machine's, when it was measured by both clocks of this machine: that of the day, and the steady one. */
type Measured = { offsetMs: number; atMs: number; steadyMs: number };
const measured = new WeakMap<object, Measured>();

/**
 * Redis' time in milliseconds. Measured with TIME, O(1), at most once in `maxAgeMs` a connection, and when this
 * machine's clock stepped, since Redis' may be the same; the offset counts from the middle of the round trip, so it is right to
 * half of that. A step is a line in the log and told to `clockMeasure`.
 */
export async function redisNow(redis: Redis, maxAgeMs = MAX_AGE_MS): Promise<number> {
  const before = measured.get(redis);
  const [startedAtMs, steadyMs] = [Date.now(), performance.now()];
  if (before) {
    const passedMs = steadyMs - before.steadyMs;
    const stepped = Math.abs(startedAtMs - before.atMs - passedMs) > STEP_MS;
    if (!stepped && passedMs < maxAgeMs) return startedAtMs + before.offsetMs;
  }
  const [seconds, micros] = (await redis.sendCommand(['TIME'])) as unknown as [string, string];
  const now = { atMs: Date.now(), steadyMs: performance.now() };
  const redisMs = Number(seconds) * 1000 + Number(micros) / 1000;
  const offsetMs = Math.round(redisMs - (startedAtMs + now.atMs) / 2);
  // Of many that asked at once, the first tells.
  if (before && measured.get(redis) === before) {
    const passedMs = (steadyMs + now.steadyMs) / 2 - before.steadyMs;
    tellStep(redisMs - (before.atMs + before.offsetMs) - passedMs);
  }
  measured.set(redis, { offsetMs, ...now });
  return now.atMs + offsetMs;
}

/** The last step, of which several connections may know. */
const lastStep = () => once('redis.clockStep', () => ({ byMs: 0, toldAtMs: Number.NEGATIVE_INFINITY }));

function tellStep(byMs: number): void {
  const last = lastStep();
  const isTold = performance.now() - last.toldAtMs < 2 * MAX_AGE_MS && Math.abs(byMs - last.byMs) <= STEP_MS;
  if (Math.abs(byMs) <= STEP_MS || isTold) return;
  Object.assign(last, { byMs, toldAtMs: performance.now() });
  const bySeconds = Math.round(byMs / SECOND);
  log.warn('the clock of Redis stepped', { bySeconds });
  clockMeasure.tell({ bySeconds });
}

/** Looks once a minute, so that a step is told although nobody asks for the time. */
export function watchClock(redis: Redis): void {
  setInterval(() => redisNow(redis).catch(() => undefined), MAX_AGE_MS).unref();
}
