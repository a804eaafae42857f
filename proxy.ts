/**
 * The page gate (Next's "middleware"): cookie → session in Redis → page, or `/login`. It spares people a page that
 * could not be shown and gives each page its nonce; it guards nothing alone, since every page, handler and action
 * passes through `requireSession` again.
 */
import { type NextRequest, NextResponse } from 'next/server';
import { UNAVAILABLE_RETRY_SECONDS, unavailablePage } from '#app/_frame/unavailable-page.ts';
import { config as settings } from '#lib/config.ts';
import { toBankError } from '#lib/errors.ts';
import { freshNonce, pagePolicy } from '#lib/http/security-headers.ts';
import { readPreferences } from '#lib/identity/preferences.ts';
import { homeOf, isStaff } from '#lib/identity/roles.ts';
import type { Language } from '#lib/language.ts';
import { log } from '#lib/log.ts';
import { HIDDEN_HEADER, LANGUAGE_HEADER, languageOf } from '#lib/request-language.ts';
import { CLEAR_SITE_DATA } from '#lib/sign-in/logout.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';
import { getSession, requireSession, type Session } from '#lib/sign-in/require-session.ts';
import { parseResetToken } from '#lib/sign-in/reset-link.ts';

/**
 * Every path but data and files: a page added tomorrow is behind the gate without being named here. Files are those
 * at the root alone, so that `/overview/x.css` is no way around.
 */
export const config = {
  matcher: [
    '/((?!api/|_next/|icons/|transaction/|perform_login$|[^/]+\\.(?:ico|png|svg|webmanifest|txt|html|js)$).*)',
  ],
};

const SIGN_IN = '/login';
/** Cached for use without a connection; it holds no personal data. */
const OFFLINE = '/offline';
const RESET = '/reset';
const SIGNED_OUT = 'signed_out';
// biome-ignore lint/style/noProcessEnv: the bundler writes the value in; configuration proper is lib/config.ts.
const development = process.env.NODE_ENV === 'development';

export async function proxy(request: NextRequest): Promise<Response> {
  const nonce = freshNonce();
  const policy = pagePolicy(nonce, { development });
  // Requests that change state belong to actions, which authorise themselves and answer in their own way.
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return pass(request, { nonce, policy, drawing: await drawingFor(request) });
  }
  const path = pathOf(request);
  try {
    if (request.nextUrl.pathname === OFFLINE) {
      return pass(request, { nonce, policy, drawing: await drawingFor(request) });
    }
    if (request.nextUrl.pathname === SIGN_IN) {
      const session = await getSession(request.headers, { activity: 'background' });
      if (session) return redirect(homeOf(session.document.role));
      const response = pass(request, { nonce, policy, drawing: anonymous(request.headers) });
      // An action that signs out cannot set this header itself; here is where it leads.
      if (request.nextUrl.searchParams.get('reason') === SIGNED_OUT) {
        response.headers.set('clear-site-data', CLEAR_SITE_DATA);
      }
      return response;
    }
    // Who has a link to a new password cannot sign in; what the link is worth, the page asks.
    const link = request.nextUrl.pathname === RESET && request.nextUrl.searchParams.get('token');
    if (link && parseResetToken(link)) {
      return pass(request, { nonce, policy, drawing: anonymous(request.headers) });
    }
    const session = await requireSession(request.headers);
    const elsewhere = placeFor(session, request.nextUrl.pathname);
    if (elsewhere) return redirect(elsewhere);
    return pass(request, { nonce, policy, drawing: await drawingFor(request, session) });
  } catch (thrown) {
    const error = toBankError(thrown);
    if (error.status < 500) return redirect(signInPath(path, error.extras.reason));
    log.warn('page refused', { path: request.nextUrl.pathname, code: error.code, cause: error.extras.cause });
    return unavailable(request, nonce, policy, error.status);
  }
}

/** Leads customers away from the staff's pages, and staff away from accounts. */
function placeFor({ document: { role } }: Session, pathname: string): string | null {
  const home = homeOf(role);
  const atStaff = pathname === '/staff' || pathname.startsWith('/staff/');
  return pathname === '/' || atStaff !== isStaff(role) ? home : null;
}

type Drawing = { language: Language; hideAmounts: boolean };

/** How to draw a page. Never rejects: without a session read, the browser's language and hidden amounts. */
async function drawingFor({ headers }: NextRequest, known?: Session): Promise<Drawing> {
  try {
    const session = known ?? (await getSession(headers, { activity: 'background' }));
    if (!session) return anonymous(headers);
    const { language, hideAmounts } = await readPreferences(session.document.user);
    return { language: languageOf(headers, language), hideAmounts };
  } catch {
    return { language: languageOf(headers), hideAmounts: true };
  }
}

const anonymous = (headers: Headers): Drawing => ({ language: languageOf(headers), hideAmounts: false });

type Passed = { nonce: string; policy: string; drawing: Drawing };

function pass(request: NextRequest, { nonce, policy, drawing }: Passed): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next finds the nonce for its own scripts in the request's policy.
  headers.set('content-security-policy', policy);
  headers.set('x-redisbank-path', pathOf(request));
  headers.set(LANGUAGE_HEADER, drawing.language);
  if (drawing.hideAmounts) headers.set(HIDDEN_HEADER, '1');
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'no-store');
  return response;
}

/** Path and query without the router's own `_rsc`. */
function pathOf({ nextUrl: { pathname, search } }: NextRequest): string {
  const query = new URLSearchParams(search);
  query.delete('_rsc');
  return query.size > 0 ? `${pathname}?${query}` : pathname;
}

/** To the configured origin, whatever Host the request named. */
const redirect = (path: string): NextResponse =>
  NextResponse.redirect(new URL(path, settings().origin), { headers: { 'cache-control': 'no-store' } });

const unavailable = ({ headers }: NextRequest, nonce: string, policy: string, status: number): Response =>
  new Response(unavailablePage(nonce, languageOf(headers)), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'retry-after': String(UNAVAILABLE_RETRY_SECONDS),
    },
  });
