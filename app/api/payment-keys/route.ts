/** One's keys for payments, and what may be paid with them. */

import { freshSession, session } from '#app/_access/access.ts';
import { actorOf } from '#lib/audit/audit-entry.ts';
import { accepted } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { enrolKey, enrolSchema, paymentKeysOf, paymentKeysSchema } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireStepUp } from '#lib/sign-in/step-up.ts';

export const GET = endpoint({
  summary: 'One’s keys for payments, and the limits with what is left of today’s.',
  access: session,
  answers: { 200: paymentKeysSchema },
  handler: ({ user }) => paymentKeysOf(webRedis(), user),
});

export const POST = endpoint({
  summary:
    'Enrol one of one’s passkeys for payments, after a step-up. 202 when the bank has not answered within two seconds.',
  access: freshSession,
  body: enrolSchema,
  answers: { 200: paymentKeysSchema, 202: paymentKeysSchema },
  refusals: ['step_up_required', 'not_found', 'conflict', 'wrong_code', 'bad_proof'],
  handler: async ({ session, user, headers, body }) => {
    await requireStepUp(session);
    const done = await enrolKey(webRedis(), user, actorOf(session.document, headers), body);
    const known = await paymentKeysOf(webRedis(), user);
    return done ? known : accepted(known);
  },
});
