/** What a page tells the browser about the end of its session. */
import type { Lifetime } from '#app/_frame/session/idle-guard.tsx';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { SESSION_POLICIES, touchStepMs } from '#lib/sessions/policy.ts';

/** `now` is Redis' clock at the render. */
export function lifetimeOf(session: SessionDocument, now: number): Lifetime {
  const { sid, policy, idleExpiresAt, absoluteExpiresAt } = session;
  const rules = SESSION_POLICIES[policy];
  return {
    session: sid,
    times: { idleExpiresAt, absoluteExpiresAt },
    idleMs: rules.idleMs,
    stepMs: touchStepMs(rules),
    now,
  };
}
