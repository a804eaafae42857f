/** Who is shown which page: the decision of `proxy.tsx`, which reads the session and carries it out. Pure. */
import { homeOf, isStaff } from '#lib/identity/roles.ts';
import { signInPath } from './next-path.ts';
import { parseResetToken } from './reset-link.ts';

/** `search` without the router's own parameters: with `pathname` it is the way back after signing in. */
export type PageRequest = { method: string; pathname: string; search: string };

/** Somebody signed in, or why nobody is: a status from 429 on says that it is not known. */
export type Visitor = { role: string } | { status: number; reason?: string };

export type Decision =
  /** Draw the page; `signedOut`: the browser forgets what it stored. */
  | { kind: 'page'; signedOut?: boolean }
  | { kind: 'redirect'; to: string }
  | { kind: 'unavailable'; status: number };

const SIGN_IN = '/login';
/** Stored for use without a connection; it holds no personal data. */
const OFFLINE = '/offline';
const RESET = '/reset';
const SIGNED_OUT = 'signed_out';
const TOO_MANY = 429;
const PAGE: Decision = { kind: 'page' };

/** Whether the visit needs a session, so that it is a sign of life. */
export const needsSession = (request: PageRequest): boolean =>
  request.pathname !== SIGN_IN && !isOpen(request);

/** A page that anybody is shown, whether or not Redis can be asked who they are. */
function isOpen({ method, pathname, search }: PageRequest): boolean {
  // Requests that change state belong to actions, which authorise themselves and answer in their own way.
  if (method !== 'GET' && method !== 'HEAD') return true;
  if (pathname === OFFLINE) return true;
  // Who has a link to a new password cannot sign in; what the link is worth, the page asks.
  const token = pathname === RESET && new URLSearchParams(search).get('token');
  return token ? parseResetToken(token) !== null : false;
}

/** Whether somebody may be signed in all the same. */
export const isUnknown = (visitor: Visitor): boolean => 'status' in visitor && visitor.status >= TOO_MANY;

export function decide(request: PageRequest, visitor: Visitor): Decision {
  const { pathname, search } = request;
  if (isOpen(request)) return PAGE;
  if ('role' in visitor) {
    const home = homeOf(visitor.role);
    const atStaff = pathname === '/staff' || pathname.startsWith('/staff/');
    const elsewhere = pathname === '/' || pathname === SIGN_IN || atStaff !== isStaff(visitor.role);
    return elsewhere ? { kind: 'redirect', to: home } : PAGE;
  }
  if (isUnknown(visitor)) return { kind: 'unavailable', status: visitor.status };
  if (pathname !== SIGN_IN) return { kind: 'redirect', to: signInPath(pathname + search, visitor.reason) };
  // An action that signs out cannot say this itself; here is where it leads.
  return { kind: 'page', signedOut: new URLSearchParams(search).get('reason') === SIGNED_OUT };
}
