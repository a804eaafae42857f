/** Redis' clock orders everything, so that no machine with a wrong clock ends a session or posts into the future. */
import type { Redis } from '#lib/redis/connect.ts';
import { MINUTE } from '#lib/time.ts';

const REMEASURE_MS = MINUTE;

type Offset = { offsetMs: number; measuredAtMs: number };
const offsets = new WeakMap<object, Offset>();

/**
 * Redis' time in milliseconds. Measured with TIME, O(1), at most once a minute a connection; the offset counts
 * from the middle of the round trip, so it is right to half of that.
 */
export async function redisNow(redis: Redis): Promise<number> {
  const cached = offsets.get(redis);
  const startedAtMs = Date.now();
  if (cached && Math.abs(startedAtMs - cached.measuredAtMs) < REMEASURE_MS)
    return startedAtMs + cached.offsetMs;
  const [seconds, micros] = (await redis.sendCommand(['TIME'])) as unknown as [string, string];
  const endedAtMs = Date.now();
  const offsetMs = Math.round(Number(seconds) * 1000 + Number(micros) / 1000 - (startedAtMs + endedAtMs) / 2);
  offsets.set(redis, { offsetMs, measuredAtMs: endedAtMs });
  return endedAtMs + offsetMs;
}
