/** Work that outlives an outage of Redis. */
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '#lib/log.ts';
import { SECOND } from '#lib/time.ts';

/** Longer than a web request would wait: a worker has until the next tick, time for more than two tries. */
export const REDIS_DEADLINE_MS = 3 * SECOND;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = SECOND;

/**
 * Repeats `work` with growing waits until it succeeds, for ever or for `maxMs`. Undefined when it gave up or the
 * process is stopping. One log line an outage.
 */
export async function untilDone<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  maxMs = Number.POSITIVE_INFINITY,
): Promise<T | undefined> {
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return undefined;
      if (attempt === 0) log.warn('the work could not go on, and is tried again', { error });
      if (performance.now() - startedAt > maxMs) return undefined;
      const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
    }
  }
}
