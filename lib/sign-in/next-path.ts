/** The redirect target after signing in. It comes from the URL, so from anybody. */
const MAX_CHARS = 512;
const FAKE_BASE = 'http://same-site.invalid';

/** Names a page's own path to it. Set by `proxy.tsx`: a page does not know its own URL. */
export const PATH_HEADER = 'x-redisbank-path';

/** Paths that make no sense after signing in. */
const NO_LANDING = /^\/(?:login|reset|api|_next|perform_login)(?:\/|$)/;

/**
 * A path on this site with its query, else null: `//evil.example`, `/\evil`, schemes and control characters are
 * refused.
 */
export function safeNextPath(text: string | null | undefined): string | null {
  if (!text || text.length > MAX_CHARS || !text.startsWith('/')) return null;
  // Browsers read a backslash as a slash and drop tabs and newlines inside a URL.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/^\/[/\\]|[\u0000-\u001f\u007f\\]/.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text, FAKE_BASE);
  } catch {
    return null;
  }
  // Dot segments may have made it scheme-relative: `/.//evil.example`.
  const path = url.pathname + url.search;
  if (url.origin !== FAKE_BASE || path.startsWith('//') || NO_LANDING.test(url.pathname)) return null;
  return path;
}

/** The address of the sign-in page with redirect target and reason. */
export function signInPath(from: string | null, reason?: string): string {
  const query = new URLSearchParams();
  const next = safeNextPath(from);
  if (next !== null && next !== '/') query.set('next', next);
  if (reason) query.set('reason', reason);
  return query.size > 0 ? `/login?${query}` : '/login';
}
