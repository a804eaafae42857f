/**
 * `DELETE /api/sessions/:sid`: end one of one's own sessions; one that is older than this needs a step-up. Another's is
 * as missing as a missing one.
 */

import { BankError } from '#lib/errors.ts';
import { noContent, noQuery, readQuery, route } from '#lib/http/http.ts';
import { isSessionId } from '#lib/ids.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { endOwnSession, requireMayEnd } from '#lib/sign-in/end-sessions.ts';
import { CLEAR_SITE_DATA, endedHere } from '#lib/sign-in/logout.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

const missing = () => new BankError('not_found', 'There is no such session.');

export const DELETE = route<{ sid: string }>(async (request, { sid }) => {
  readQuery(request, noQuery);
  const session = await requireSession(request.headers, { ask: 'redis' });
  const { sid: own } = session.document;
  if (!isSessionId(sid)) throw missing();
  await requireMayEnd(session, sid);
  const reason = sid === own ? 'signed_out' : 'revoked';
  // The tag is the session's own: whatever id is named, no other customer's key can be built from it.
  if (!(await endOwnSession(session.document, sid, reason, request.headers))) throw missing();
  const cookie = sid === own ? endedHere(session) : null;
  return noContent(
    cookie ? { 'set-cookie': serialiseCookie(cookie), 'clear-site-data': CLEAR_SITE_DATA } : {},
  );
});
