/** Giving somebody another role. */
import { z } from 'zod';
import { type AuditEvent, actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { type Role, roleSchema } from '#lib/identity/roles.ts';
import { readUser } from '#lib/identity/users.ts';
import { isUserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { knownSessions } from '#lib/sessions/list.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { noteStaffRefusal } from '#lib/sign-in/refusals.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { requireStepUp } from '#lib/sign-in/step-up.ts';
import { requireRight } from './permissions.ts';
import { recordStaffAct } from './record-act.ts';

const changeScript = sessionScript('lib/staff/change-role.lua');

export const changeRoleSchema = z.strictObject({ role: roleSchema });

/**
 * Gives the user behind `id` (their tag) a role and ends all their sessions in the same step; recorded in their audit
 * log and in the asker's. `sessionsEnded` is 0 when the role did not change. Throws `forbidden` (recorded when it was about this person), `step_up_required`,
 * `not_found`, or `conflict` when the role changed meanwhile. JSON.GET and one script: O(sessions of the user).
 */
export async function changeRole(
  redis: Redis,
  session: Session,
  id: string,
  role: Role,
  headers: RequestHeaders,
) {
  const rights = requireRight(session, 'changes');
  await requireStepUp(session);
  const person = isUserTag(id) ? await readUser(redis, id) : null;
  if (!person) throw new BankError('not_found', 'There is no such user.');
  if (!rights.changes.includes(person.role) || !rights.gives.includes(role)) {
    await noteStaffRefusal(redis, session.document, headers);
    throw new BankError('forbidden', 'You can only change the roles of people below your own.');
  }
  const { user, username, role: before } = person;
  if (before === role) return { user, username, role, sessionsEnded: 0 };

  const detail = { user, username, before, role };
  const record = (event: AuditEvent) => recordStaffAct(redis, session, headers, event);
  await record({ act: 'staff_role_change_begun', detail });
  const answer = await changeScript(redis, async () => ({
    keys: [keys.user(user)],
    options: { before, role },
    sessions: await knownSessions(redis, user),
    audit: await makeAuditEntries(redis, user, actorOf(session.document, headers), [
      { act: 'role_changed', detail: { before, role } },
    ]),
  }));
  if (answer === 'other') {
    await record({ act: 'staff_role_change_done', outcome: 'refused', detail });
    throw new BankError('conflict', 'This role was changed at the same moment. Please look again.');
  }
  const sessionsEnded = Number(answer);
  await record({ act: 'staff_role_change_done', detail: { ...detail, sessionsEnded } });
  return { user, username, role, sessionsEnded };
}
