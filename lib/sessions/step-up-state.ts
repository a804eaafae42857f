/** Step-up of a session: proving again that its user is there. */
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionDocument } from './document.ts';
import { STEP_UP_MS, STEP_UP_TRIES } from './policy.ts';
import type { EndReason } from './reasons.ts';
import { type Recorder, sessionScript } from './session-script.ts';

const failedScript = sessionScript('lib/sessions/step-up-failed.lua');
const REASON: EndReason = 'step_up_failed';

/** Milliseconds that the last step-up still counts, or 0; signing in is no step-up. Sends nothing. */
export const stepUpLeftMs = ({ stepUpAt, absoluteExpiresAt }: SessionDocument, nowMs: number): number =>
  stepUpAt > 0 ? Math.max(0, Math.ceil(Math.min(stepUpAt + STEP_UP_MS, absoluteExpiresAt) - nowMs)) : 0;

export const isSteppedUp = (document: SessionDocument, nowMs: number): boolean =>
  stepUpLeftMs(document, nowMs) > 0;

/**
 * Counts a wrong password within a session; the fifth in a row ends it. True while the session lives. A right one is
 * `rotateSession` with `stepUp`. One script (JSON.GET, then JSON.SET by path, or DEL, ZREM, JSON.SET, PUBLISH): O(log
 * sessions of the user).
 */
export async function noteStepUpFailure(
  redis: Redis,
  document: SessionDocument,
  record?: Recorder,
): Promise<boolean> {
  const { user, sid, epoch } = document;
  const failures = Number(
    await failedScript(redis, async () => ({
      options: { sid, epoch: String(epoch), maxFailures: STEP_UP_TRIES, reason: REASON },
      sessions: { user, sids: [sid] },
      audit: await record?.(),
    })),
  );
  return failures >= 0 && failures < STEP_UP_TRIES;
}
