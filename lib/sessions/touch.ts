/** Notes activity, so that a session in use does not go idle. */
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionDocument } from './document.ts';
import { SESSION_POLICIES, touchStepMs } from './policy.ts';
import type { EndReason } from './reasons.ts';
import { isFull, sessionScript } from './session-script.ts';

const touchScript = sessionScript('lib/sessions/touch.lua');

export type Touched = { idleExpiresAt: number } | { ended: EndReason };

/** True when the last write is old enough for another. Sends nothing. */
export const isTouchDue = (document: SessionDocument, nowMs: number): boolean =>
  nowMs - document.lastActiveAt >= touchStepMs(SESSION_POLICIES[document.policy]);

/**
 * Moves the idle end, at most once in min(60 s, a tenth of the idle time) across all processes. Never creates or
 * revives a session. Skipped while Redis is full. One script (JSON.GET, two JSON.SET by path, PEXPIREAT): O(1).
 */
export async function touchSession(redis: Redis, document: SessionDocument): Promise<Touched> {
  const { user, sid, epoch } = document;
  const policy = SESSION_POLICIES[document.policy];
  let answer: string;
  try {
    answer = String(
      await touchScript(redis, () => ({
        options: { sid, epoch: String(epoch), idleMs: policy.idleMs, stepMs: touchStepMs(policy) },
        sessions: { user, sids: [sid] },
      })),
    );
  } catch (error) {
    if (isFull(error)) return { idleExpiresAt: document.idleExpiresAt };
    throw error;
  }
  if (answer === 'gone') return { ended: 'revoked' };
  if (answer === 'stale') return { ended: 'revoked_all' };
  if (answer === 'idle' || answer === 'absolute') return { ended: answer };
  return { idleExpiresAt: Number(answer) };
}
