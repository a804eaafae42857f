/**
 * Records staff's acts in their own audit log. The act itself is recorded with its subject atomically; the actor's
 * keys are in another slot, so here it is recorded before and after, and an interrupted act is still known.
 */

import { hostname } from 'node:os';
import { type AuditEvent, actorOf, BANK } from '#lib/audit/audit-entry.ts';
import { recordAct } from '#lib/audit/record-act.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { logFailure } from '#lib/log-failure.ts';
import { clockMeasure } from '#lib/measures.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Session } from '#lib/sign-in/require-session.ts';

/** Adds `event` to the asker's audit log. HMGET and one script, O(1). */
export const recordStaffAct = (
  redis: Redis,
  { document }: Session,
  headers: RequestHeaders,
  event: AuditEvent,
): Promise<void> => recordAct(redis, document.user, actorOf(document, headers), event);

/** Records each step of Redis' clock in the bank's own log, where a super-admin sees it among those of all. */
export function recordClockSteps(redis: Redis): void {
  const { user, username } = BANK;
  const process = {
    actor: user,
    actorName: username,
    from: '',
    address: hostname(),
    browser: '',
    system: '',
  };
  clockMeasure.listen((detail) => {
    recordAct(redis, user, process, { act: 'clock_stepped', detail }).catch((error: unknown) =>
      logFailure('a step of the clock was not recorded', error),
    );
  });
}
