/** Headers that every answer carries, and the policy of pages. Sources: OWASP Secure Headers Project, CSP level 3. */
import { randomBytes } from 'node:crypto';
import { config } from '#lib/config.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** For data, errors and redirects. Pages get their policy from `proxy.tsx`. */
const CSP_FOR_DATA = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

let made: Record<string, string> | undefined;

/**
 * By name in lower case. `same-origin` rather than `no-referrer`: with the latter, browsers send `Origin: null` with
 * forms, which the cross-origin rule refuses.
 */
export function securityHeaders(): Readonly<Record<string, string>> {
  if (made) return made;
  made = {
    'content-security-policy': CSP_FOR_DATA,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'x-permitted-cross-domain-policies': 'none',
    ...(config().secure ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains` } : {}),
  };
  return made;
}

const NONCE_BYTES = 16;

/** 128 random bits in base64, for one answer alone. */
export const freshNonce = (): string => randomBytes(NONCE_BYTES).toString('base64');

/**
 * The policy of a page: scripts run by this request's nonce or when such a script loads them. Style attributes are
 * allowed, since charts and bars are sized by them; style elements are not. `development` adds what Next's hot reload
 * needs.
 */
export function pagePolicy(nonce: string, { development = false } = {}): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    // Said apart: without it `script-src` would decide, where `strict-dynamic` makes nothing of 'self'.
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(config().secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
