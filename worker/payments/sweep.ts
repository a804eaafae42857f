/** Carries on what a process left on its way when it died. */
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '#lib/log.ts';
import { carryListed, listUnderway } from '#lib/payments/carry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';
import { untilDone } from '#worker/until-done.ts';

const EVERY_MS = 5 * SECOND;

/**
 * Looks at once and then every five seconds, until the signal. What is listed for the first time later is left to whoever
 * carries it now. One that cannot be carried is logged, comes again and holds up no other.
 */
export async function sweep(redis: Redis, signal: AbortSignal): Promise<void> {
  let before: ReadonlySet<string> | undefined;
  while (!signal.aborted) {
    const listed = (await untilDone(signal, () => listUnderway(redis))) ?? [];
    for (const one of listed) {
      if (signal.aborted) return;
      if (before && !before.has(one)) continue;
      await carryListed(redis, one).catch((error: unknown) =>
        log.folded('a payment on its way could not be carried on', { error }),
      );
    }
    before = new Set(listed);
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
