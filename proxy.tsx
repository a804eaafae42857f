/**
 * The page gate (Next's "middleware"): cookie → session in Redis → page, or `/login`. It spares people a page that
 * could not be shown and gives each page its nonce; it guards nothing alone, since every page, handler and action
 * passes through `requireSession` again. It ends in .tsx as all does that Next builds: see next.config.ts.
 */
import { type NextRequest, NextResponse } from 'next/server';
import { UNAVAILABLE_RETRY_SECONDS, unavailablePage } from '#app/_frame/unavailable-page.ts';
import { HIDDEN_HEADER, LANGUAGE_HEADER, languageOf, THEME_HEADER, themeOf } from '#lib/browser-choices.ts';
import { config as settings } from '#lib/config.ts';
import { answeredError } from '#lib/errors.ts';
import { freshNonce, pagePolicy } from '#lib/http/security-headers.ts';
import { type Preferences, readPreferences } from '#lib/identity/preferences.ts';
import type { Language } from '#lib/language.ts';
import { logFailure } from '#lib/log-failure.ts';
import { of } from '#lib/redis/recorder.ts';
import { CLEAR_SITE_DATA } from '#lib/sign-in/logout.ts';
import { PATH_HEADER } from '#lib/sign-in/next-path.ts';
import { decide, isUnknown, needsSession, type Visitor } from '#lib/sign-in/page-gate.ts';
import { requireSession, type Session } from '#lib/sign-in/require-session.ts';
import type { Theme } from '#lib/theme.ts';

/**
 * Every path but data and files: a page added tomorrow is behind the gate without being named here. Files are those
 * at the root alone, so that `/overview/x.css` is no way around.
 */
export const config = {
  matcher: [
    '/((?!api/|_next/|icons/|transaction/|perform_login$|[^/]+\\.(?:ico|png|svg|webmanifest|txt|html|js)$).*)',
  ],
};

// biome-ignore lint/style/noProcessEnv: the bundler writes the value in; configuration proper is lib/config.ts.
const development = process.env.NODE_ENV === 'development';

export async function proxy(request: NextRequest): Promise<Response> {
  const { headers, method, nextUrl } = request;
  const { pathname } = nextUrl;
  const asked = { method, pathname, search: searchOf(nextUrl.search) };
  const found = await visitorOf(headers, needsSession(asked));
  const decision = decide(asked, found.visitor);
  if (decision.kind === 'redirect') return redirect(decision.to);
  const nonce = freshNonce();
  const policy = pagePolicy(nonce, { development });
  if (decision.kind === 'unavailable') return unavailable(headers, nonce, policy, decision.status);
  const drawing = await drawingFor(headers, found);
  const response = pass(headers, { nonce, policy, drawing, path: pathname + asked.search });
  if (decision.signedOut) response.headers.set('clear-site-data', CLEAR_SITE_DATA);
  return response;
}

/** The query without the router's own `_rsc`. */
function searchOf(search: string): string {
  const query = new URLSearchParams(search);
  query.delete('_rsc');
  return query.size > 0 ? `?${query}` : '';
}

type Found = { visitor: Visitor; session?: Session };

/** Who asks. Never rejects. */
async function visitorOf(headers: Headers, needed: boolean): Promise<Found> {
  try {
    const session = await requireSession(headers, { activity: needed ? 'active' : 'background' });
    return { visitor: { role: session.document.role }, session };
  } catch (thrown) {
    const { status, extras } = answeredError(thrown);
    if (status >= 500) logFailure('a page without a session read', thrown);
    return { visitor: { status, reason: extras.reason } };
  }
}

type Drawing = Pick<Preferences, 'hideAmounts'> & { language: Language; theme: Theme };

/** How to draw a page. Never rejects: what cannot be read is the browser's choices and hidden amounts. */
async function drawingFor(headers: Headers, { session, visitor }: Found): Promise<Drawing> {
  const chosen = { language: languageOf(headers), theme: themeOf(headers) };
  if (!session) return { ...chosen, hideAmounts: isUnknown(visitor) };
  try {
    const { language, theme, hideAmounts } = await of('preferences', () =>
      readPreferences(session.document.user),
    );
    return { language: languageOf(headers, language), theme: themeOf(headers, theme), hideAmounts };
  } catch {
    return { ...chosen, hideAmounts: true };
  }
}

type Passed = { nonce: string; policy: string; drawing: Drawing; path: string };

function pass(given: Headers, { nonce, policy, drawing, path }: Passed): NextResponse {
  const headers = new Headers(given);
  headers.set('x-nonce', nonce);
  // Next finds the nonce for its own scripts in the request's policy.
  headers.set('content-security-policy', policy);
  headers.set(PATH_HEADER, path);
  headers.set(LANGUAGE_HEADER, drawing.language);
  headers.set(THEME_HEADER, drawing.theme);
  if (drawing.hideAmounts) headers.set(HIDDEN_HEADER, '1');
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'no-store');
  return response;
}

/** To the configured origin, whatever Host the request named. */
const redirect = (path: string): NextResponse =>
  NextResponse.redirect(new URL(path, settings().origin), { headers: { 'cache-control': 'no-store' } });

const unavailable = (headers: Headers, nonce: string, policy: string, status: number): Response =>
  new Response(unavailablePage(nonce, languageOf(headers), themeOf(headers)), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'retry-after': String(UNAVAILABLE_RETRY_SECONDS),
    },
  });
