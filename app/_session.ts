/** The session of a page. Called by every page before its first read: a layout does not run again on navigation. */
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { signInPath } from '#lib/auth/next-path.ts';
import { requireSession, type Session } from '#lib/auth/require-session.ts';
import { isStaff } from '#lib/auth/roles.ts';
import { BankError } from '#lib/errors.ts';

/** Set by `proxy.ts`: a page does not know its own URL. */
const PATH_HEADER = 'x-redisbank-path';

/**
 * The live session of this request, asked once a request however many components call. Without one it leads to
 * `/login` with the way back and the reason; when Redis cannot be asked it throws, and the error page shows.
 */
export const requirePageSession = cache(async (): Promise<Session> => {
  const given = await headers();
  try {
    return await requireSession(given);
  } catch (error) {
    if (!(error instanceof BankError) || error.status >= 500) throw error;
    return redirect(signInPath(given.get(PATH_HEADER), error.extras.reason));
  }
});

/** As `requirePageSession`, for customers' pages: staff have no accounts and are led to their own. */
export async function requireCustomerPage(): Promise<Session> {
  const session = await requirePageSession();
  if (isStaff(session.document.role)) redirect('/staff');
  return session;
}

/** As `requirePageSession`, for staff's pages: a customer is led to their own. */
export async function requireStaffPage(): Promise<Session> {
  const session = await requirePageSession();
  if (!isStaff(session.document.role)) redirect('/overview');
  return session;
}
