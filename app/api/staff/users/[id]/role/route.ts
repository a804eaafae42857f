import { z } from 'zod';
import { staff } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { roleSchema } from '#lib/identity/roles.ts';
import { webRedis } from '#lib/redis/client.ts';
import { changeRole, changeRoleSchema } from '#lib/staff/change-role.ts';

export const PATCH = endpoint({
  summary: 'Staff: give somebody another role, which ends their sessions. Needs a step-up.',
  access: staff('changes', { ask: 'redis' }),
  body: changeRoleSchema,
  answers: {
    200: z.object({
      user: z.string(),
      username: z.string(),
      role: roleSchema,
      sessionsEnded: z.number().int(),
    }),
  },
  refusals: ['step_up_required', 'not_found', 'conflict', 'throttled'],
  handler: ({ session, params: { id = '' }, body: { role }, headers }) =>
    changeRole(webRedis(), session, id, role, headers),
});
