/** The session of a page. Called by every page before its first read: a layout does not run again on navigation. */
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { BankError } from '#lib/errors.ts';
import { isStaff } from '#lib/identity/roles.ts';
import { PATH_HEADER, signInPath } from '#lib/sign-in/next-path.ts';
import { detailsForMs } from '#lib/sign-in/own-details.ts';
import { requireSession, type Session } from '#lib/sign-in/require-session.ts';
import { lacksPasskey } from '#lib/staff/permissions.ts';
import { pageData } from './page-error.ts';
import { asksForDetails, type SearchParams } from './search-params.ts';

/**
 * The live session of this request, read once however many components call. Without one it leads to
 * `/login` with the way back and the reason; when Redis is unavailable it throws, and the error page says so.
 */
export const requirePageSession = cache(async (): Promise<Session> => {
  const given = await headers();
  return orSignIn(given, () => requireSession(given));
});

/**
 * How long a page may show full details, in milliseconds; 0 when it must mask them. Where there is JavaScript, it
 * reads details and drops them again: a page has details in it only when its address asks for them.
 */
export async function pageDetailsMs(session: Session, params: SearchParams): Promise<number> {
  if (!asksForDetails(params)) return 0;
  const given = await headers();
  return orSignIn(given, () => detailsForMs(given, session));
}

async function orSignIn<Answer>(given: Headers, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await pageData(ask);
  } catch (error) {
    if (!(error instanceof BankError) || error.status >= 500) throw error;
    return redirect(signInPath(given.get(PATH_HEADER), error.extras.reason));
  }
}

/** As `requirePageSession`, for customers' pages: staff have no accounts and are led to their own. */
export async function requireCustomerPage(): Promise<Session> {
  const session = await requirePageSession();
  if (isStaff(session.document.role)) redirect('/staff');
  return session;
}

/**
 * As `requirePageSession`, for staff's pages: a customer is led to their own, and who lacks a passkey to where one is added,
 * which takes them `withoutPasskey`.
 */
export async function requireStaffPage({ withoutPasskey = false } = {}): Promise<Session> {
  const session = await requirePageSession();
  if (!isStaff(session.document.role)) redirect('/overview');
  if (!withoutPasskey && lacksPasskey(session)) redirect('/staff/settings');
  return session;
}
