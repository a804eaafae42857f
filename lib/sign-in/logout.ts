/** Signing out. */
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { expiredCookie, type SessionCookie } from './cookie.ts';
import { endOwnSession } from './end-sessions.ts';
import { requireSession, type Session } from './require-session.ts';

/** Clears what the browser cached of the bank; cookies are ended by name. */
export const CLEAR_SITE_DATA = '"cache", "storage"';

/**
 * Ends the request's session in Redis and answers the cookie that ends it in the browser, null for bearer. Throws as
 * `requireSession`: only the current token ends anything, and a 401 never deletes a cookie.
 */
export const logout = async (headers: RequestHeaders): Promise<SessionCookie | null> =>
  endSession(await requireSession(headers, { activity: 'background', ask: 'redis' }), headers);

/** As `logout`, for a session that was just read from Redis. */
export async function endSession(session: Session, headers: RequestHeaders): Promise<SessionCookie | null> {
  const { document } = session;
  await endOwnSession(document, document.sid, 'signed_out', headers);
  return endedHere(session);
}

/**
 * As `logout`, with null for a session that is over. A token that was just rotated still throws, since its session
 * lives.
 */
export async function signOut(headers: RequestHeaders): Promise<SessionCookie | null> {
  try {
    return await logout(headers);
  } catch (error) {
    if (error instanceof BankError && error.status === 401 && error.code !== 'session_rotated') return null;
    throw error;
  }
}

/** What a handler that ended `session` itself adds to its answer. */
export const endedHere = ({ document }: Session): SessionCookie | null =>
  document.transport === 'cookie' ? expiredCookie() : null;
