import { freshSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { reply } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { isSessionId } from '#lib/ids.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { endOwnSession, requireMayEnd } from '#lib/sign-in/end-sessions.ts';
import { CLEAR_SITE_DATA, endedHere } from '#lib/sign-in/logout.ts';

const missing = () => new BankError('not_found', 'There is no such session.');

/** Another's is as missing as a missing one. */
export const DELETE = endpoint({
  summary: 'End one of one’s own sessions; one that is older than this needs a step-up.',
  access: freshSession,
  answers: { 204: null },
  refusals: ['not_found', 'step_up_required', 'throttled'],
  handler: async ({ session, params: { sid = '' }, headers }) => {
    const { sid: own } = session.document;
    if (!isSessionId(sid)) throw missing();
    await requireMayEnd(session, sid);
    const reason = sid === own ? 'signed_out' : 'revoked';
    // The tag is the session's own: whatever id is named, no other customer's key can be built from it.
    if (!(await endOwnSession(session.document, sid, reason, headers))) throw missing();
    const cookie = sid === own ? endedHere(session) : null;
    if (!cookie) return;
    return reply(undefined, {
      headers: { 'clear-site-data': CLEAR_SITE_DATA },
      cookies: [serialiseCookie(cookie)],
    });
  },
});
