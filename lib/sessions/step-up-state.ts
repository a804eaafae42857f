/** Proving again, within a session, that its user is there. */
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionDocument } from './document.ts';
import { STEP_UP_MS, STEP_UP_TRIES } from './policy.ts';
import type { EndReason } from './reasons.ts';
import { type Recorder, sessionScript } from './session-script.ts';

const failedScript = sessionScript('lib/sessions/step-up-failed.lua');
const REASON: EndReason = 'step_up_failed';

/** How long the last step-up of this session counts still, 0 when it does not: signing in is none. Costs nothing. */
export const stepUpLeftMs = ({ stepUpAt, absoluteExpiresAt }: SessionDocument, nowMs: number): number =>
  stepUpAt > 0 ? Math.max(0, Math.ceil(Math.min(stepUpAt + STEP_UP_MS, absoluteExpiresAt) - nowMs)) : 0;

/** True while it counts. */
export const isSteppedUp = (document: SessionDocument, nowMs: number): boolean =>
  stepUpLeftMs(document, nowMs) > 0;

/**
 * Notes a wrong password given within a session, the right one's opposite being `rotateSession` with `stepUp`. At
 * the fifth in a row the session ends and its holder is told why. True while it lives.
 * One script (JSON.GET, then JSON.SET by path, or DEL, ZREM, JSON.SET, PUBLISH): O(log sessions of the user).
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
