/** Signs in from the form; the action only sets the cookie and redirects. */
import { BankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { isStaff } from '#lib/identity/roles.ts';
import type { SessionCookie } from './cookie.ts';
import { login, loginSchema } from './login.ts';
import { safeNextPath } from './next-path.ts';
import { cookiesOf } from './start-session.ts';

export type SignIn = {
  username: string;
  password: string;
  remember: boolean;
  /** From the URL; ignored unless it is a path of this site. */
  next?: string | null;
  headers: RequestHeaders;
};

/**
 * Signs in for a browser: set `cookies` (name, value, options as Next's `cookies().set` takes them), then redirect to
 * `location`. Refuses other origins itself; throws `wrong_credentials`, `throttled` (with the wait), `conflict` or
 * `redis_unavailable`.
 */
export async function signIn(form: SignIn): Promise<{ cookies: SessionCookie[]; location: string }> {
  requireSameOrigin('POST', form.headers);
  const { username, password, remember, headers } = form;
  if (!loginSchema.safeParse({ username, password, remember }).success) {
    throw new BankError('wrong_credentials', 'This user name and password do not match.');
  }
  const signedIn = await login({ username, password, remember, headers, transport: 'cookie' });
  const next = safeNextPath(form.next);
  // Staff have no accounts: a customer's page is nowhere for them to go.
  const location = next !== null && !isStaff(signedIn.document.role) ? next : signedIn.home;
  return { cookies: cookiesOf(signedIn), location };
}
