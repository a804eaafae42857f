import { z } from 'zod';
import { freshSession, session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { listSessions } from '#lib/sessions/list.ts';
import { sessionView, sessionViewSchema } from '#lib/sessions/view.ts';
import { endOtherSessions } from '#lib/sign-in/end-sessions.ts';

export const GET = endpoint({
  summary: 'One’s own living sessions.',
  access: session,
  answers: { 200: z.object({ items: z.array(sessionViewSchema) }) },
  handler: async ({ session: { document }, user }) => {
    const living = await listSessions(webRedis(), user);
    return { items: living.map((one) => sessionView(one, document.sid)) };
  },
});

export const DELETE = endpoint({
  summary: 'End all of one’s sessions but this one. Needs a step-up.',
  access: freshSession,
  query: z.strictObject({ except: z.literal('current') }),
  answers: { 204: null },
  refusals: ['step_up_required', 'throttled'],
  handler: async ({ session, headers }) => {
    await endOtherSessions(session, headers);
  },
});
