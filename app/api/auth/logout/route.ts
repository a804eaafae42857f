import { endingSession } from '#app/_access/access.ts';
import { reply } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { CLEAR_SITE_DATA, endSession } from '#lib/sign-in/logout.ts';

export const POST = endpoint({
  summary: 'End the session of this request.',
  access: endingSession,
  answers: { 204: null },
  refusals: ['throttled'],
  handler: async ({ session, headers }) => {
    const cookie = await endSession(session, headers);
    if (!cookie) return;
    return reply(undefined, {
      headers: { 'clear-site-data': CLEAR_SITE_DATA },
      cookies: [serialiseCookie(cookie)],
    });
  },
});
