/** The one way in which something is tried again because somebody else was in its way. */
import { setTimeout as sleep } from 'node:timers/promises';

/** What an attempt answers that another's act made void: nothing was written, and a new one may go through. */
export const AGAIN = Symbol('again');

const MAX_ATTEMPTS = 20;
/** Each wait is random, up to this much longer than the one before, so that those who collide part. */
const WAIT_STEP_MS = 4;

/**
 * The first outcome of `attempt` that is not AGAIN, or AGAIN when its turn did not come in `maxAttempts`. The second
 * attempt follows at once, later ones after up to 4, 8, 12 … ms. Rejects as `attempt` does, without another one.
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
