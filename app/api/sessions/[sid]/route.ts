import { freshSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { reply } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { endOneSession } from '#lib/sign-in/end-sessions.ts';
import { CLEAR_SITE_DATA, endedHere } from '#lib/sign-in/logout.ts';

export const DELETE = endpoint({
  summary: 'End one of one’s own sessions; one that is older than this needs a step-up.',
  access: freshSession,
  answers: { 204: null },
  refusals: ['not_found', 'step_up_required', 'throttled'],
  handler: async ({ session, params: { sid = '' }, headers }) => {
    const ended = await endOneSession(session, sid, headers);
    // Another's is as missing as a missing one.
    if (ended === 'missing') throw new BankError('not_found', 'There is no such session.');
    const cookie = ended === 'here' ? endedHere(session) : null;
    if (!cookie) return;
    return reply(undefined, {
      headers: { 'clear-site-data': CLEAR_SITE_DATA },
      cookies: [serialiseCookie(cookie)],
    });
  },
});
