/**
 * When a cached copy counts. Redis pushes "this key changed" over the connection that cached it, but a black-holed
 * connection delivers nothing. So a copy counts only while that connection answered a PING sent within the last
 * CACHE_TRUST_MS: every push from before the answer arrived with it.
 */
import { once } from '#lib/once.ts';
import type { Redis } from '#lib/redis/connect.ts';

export const CACHE_TRUST_MS = 500;
const BEAT_MS = 150;
/** An idle process stops its heartbeat. */
const REST_AFTER_MS = 5_000;

type Heartbeat = { askedAtMs: number; usedAtMs: number; waiting: boolean; timer?: NodeJS.Timeout };

const heartbeats = () => once('sessions.heartbeats', () => new Map<Redis, Heartbeat>());

/** True while the copies of `cached` may be believed. Starts the heartbeat (PING, O(1), every 150 ms). */
export function isFresh(cached: Redis): boolean {
  const all = heartbeats();
  const beat: Heartbeat = all.get(cached) ?? { askedAtMs: -Infinity, usedAtMs: 0, waiting: false };
  all.set(cached, beat);
  const now = performance.now();
  beat.usedAtMs = now;
  if (!beat.timer) {
    beat.timer = setInterval(() => tick(cached, beat), BEAT_MS);
    beat.timer.unref();
    tick(cached, beat);
  }
  return cached.isReady && now - beat.askedAtMs <= CACHE_TRUST_MS;
}

/**
 * Drops this process's copies of what it just wrote: the push would arrive after the reply, and the next request would
 * still be judged by the copy.
 */
export function dropCopies(...written: string[]): void {
  for (const cached of heartbeats().keys()) {
    for (const key of written) cached.clientSideCache?.invalidate(key);
  }
}

function tick(cached: Redis, beat: Heartbeat): void {
  if (performance.now() - beat.usedAtMs > REST_AFTER_MS) {
    clearInterval(beat.timer);
    beat.timer = undefined;
    return;
  }
  if (beat.waiting || !cached.isReady) return;
  beat.waiting = true;
  // Counted from the PING, since its answer may be old.
  const askedAtMs = performance.now();
  cached
    .sendCommand(['PING'])
    .then(
      () => {
        beat.askedAtMs = askedAtMs;
      },
      () => {},
    )
    .finally(() => {
      beat.waiting = false;
    });
}
