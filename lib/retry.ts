/** Retries what another's act has made void. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The answer of an attempt that another act made void: nothing was written, so try again. */
export const AGAIN = Symbol('again');

const MAX_ATTEMPTS = 20;
/** Each wait is random, so that those who collide part. */
const WAIT_STEP_MS = 4;

/**
 * The first outcome of `attempt` that is not AGAIN, or AGAIN after `maxAttempts`. The second attempt follows at once,
 * later ones after up to 4, 8, 12 … ms. Rejects as `attempt` does, without a retry.
 */
export async function retried<T>(
  attempt: () => Promise<T | typeof AGAIN>,
  maxAttempts = MAX_ATTEMPTS,
): Promise<T | typeof AGAIN> {
  for (let made = 0; made < maxAttempts; made++) {
    if (made > 1) await sleep(Math.random() * (made - 1) * WAIT_STEP_MS);
    const outcome = await attempt();
    if (outcome !== AGAIN) return outcome;
  }
  return AGAIN;
}
