/**
 * The browser's cookie: an iron-session seal around the token and nothing else, made once a token. The seal does not
 * expire, since Redis alone judges how long a session lives.
 */
import { hash } from 'node:crypto';
import { sealData, unsealData } from 'iron-session';
import { LRUCache } from 'lru-cache';
import { config, secrets } from '#lib/config.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { once } from '#lib/once.ts';
import { formatToken, parseToken, type Token } from '#lib/sessions/token.ts';

const SEAL = /^Fe26\.2\*[\x21-\x7e]{100,900}$/;
const MAX_OPENED = 10_000;
const NEVER_EXPIRES = 0;

export type SessionCookie = {
  name: string;
  value: string;
  options: {
    httpOnly: true;
    sameSite: 'lax';
    path: '/';
    secure: boolean;
    /** Seconds; absent for a cookie that ends with the browser. */
    maxAge?: number;
  };
};

/**
 * `__Host-` binds the cookie to this host and https: no subdomain and no plain connection can plant one. Plain http is
 * for loopback and --lan, where not every browser keeps a Secure cookie.
 */
export const cookieName = (): string => (config().secure ? '__Host-redisBank' : 'redisBank');

/** The cookie of a known device; see known-device.ts. */
export const deviceCookieName = (): string => `${cookieName()}Device`;

const optionsOf = (maxAge?: number): SessionCookie['options'] => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: config().secure,
  ...(maxAge === undefined ? {} : { maxAge }),
});

/** Seals a token. `keepMs` keeps the cookie beyond the browser's end; about 0.3 ms of CPU. */
export async function sealToken(token: Token, keepMs?: number): Promise<SessionCookie> {
  const value = await sealData(
    { token: formatToken(token) },
    { password: secrets().sessionSecrets, ttl: NEVER_EXPIRES },
  );
  return {
    name: cookieName(),
    value,
    options: optionsOf(keepMs === undefined ? undefined : Math.floor(keepMs / 1000)),
  };
}

export const deviceCookie = (secret: string, keepMs: number): SessionCookie => ({
  name: deviceCookieName(),
  value: secret,
  options: optionsOf(Math.floor(keepMs / 1000)),
});

export const expiredCookie = (): SessionCookie => ({ name: cookieName(), value: '', options: optionsOf(0) });

/** A `Set-Cookie` value. */
export function serialiseCookie({ name, value, options }: SessionCookie): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (options.secure) parts.push('Secure');
  if (options.maxAge !== undefined) parts.push(`Max-Age=${options.maxAge}`);
  return parts.join('; ');
}

/** Every value under our cookie's name; of several, all but one are planted. */
export const readCookies = (headers: RequestHeaders): string[] => cookieValues(headers, cookieName());

export function cookieValues(headers: RequestHeaders, name: string): string[] {
  return (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

const opened = () => once('auth.seals', () => new LRUCache<string, Token>({ max: MAX_OPENED }));

/**
 * The token in a seal, or null. Opening a seal costs as much as a request, so 10,000 stay cached by digest; Redis
 * still judges the token on each request.
 */
export async function openSeal(seal: string): Promise<Token | null> {
  if (!SEAL.test(seal)) return null;
  const seals = opened();
  const digest = hash('sha256', seal, 'base64url');
  const cached = seals.get(digest);
  if (cached) return cached;
  const data = await unsealData<{ token?: unknown }>(seal, {
    password: secrets().sessionSecrets,
    ttl: NEVER_EXPIRES,
  });
  const token = typeof data.token === 'string' ? parseToken(data.token) : null;
  if (token !== null) seals.set(digest, token);
  return token;
}
