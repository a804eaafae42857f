/** Refuses state changes from other origins, and tokens in URLs. */
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from './read-request.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether this method may change state; true for unknown ones. */
export const changesState = (method: string): boolean => !SAFE_METHODS.has(method);

/**
 * Refuses a state change that a browser started from another origin. Pages cannot forge `Sec-Fetch-Site`; `Origin`,
 * `null` included, covers older browsers. A request with neither header is not from a browser and passes, as in Go's
 * net/http CrossOriginProtection. Server actions call this themselves.
 */
export function requireSameOrigin(method: string, headers: RequestHeaders): void {
  if (!changesState(method)) return;
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const foreignSite = site !== null && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== null && origin !== config().origin;
  if (foreignSite || foreignOrigin) {
    throw new BankError('cross_origin', 'This request came from another site and was refused.');
  }
}

/** `<user tag>.<session id>.<secret>`, as in a session's token. */
const TOKEN_SHAPE = /[A-Za-z0-9_-]{22}(?:\.|%2e)[A-Za-z0-9_-]{22}(?:\.|%2e)[A-Za-z0-9_-]{43}/i;

/** Refuses a URL with a token in it: URLs end up in logs, histories and referrers. */
export function refuseTokenInUrl(url: string): void {
  if (TOKEN_SHAPE.test(url)) throw new BankError('bad_token', 'A token does not belong in a URL.');
}

/** A path as the log may hold it. */
export const withoutToken = (path: string): string => path.replace(TOKEN_SHAPE, '[token]');
