import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import type { Role } from '#lib/identity/roles.ts';
import { webRedis } from '#lib/redis/client.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { config, proxy } from '../../../proxy.tsx';
import { age, stored, withRedis } from '../sessions/session-helpers.ts';
import { headersOf, newPerson, signedIn } from '../sign-in/sign-in-helpers.ts';

withRedis();

const ORIGIN = 'http://localhost:8080';
const ask = (path: string, headers = headersOf(), method = 'GET') =>
  proxy(new NextRequest(ORIGIN + path, { method, headers }));
const locationOf = (response: Response) => response.headers.get('location')?.replace(ORIGIN, '');
/** Next's own sign that a request goes on to its page. */
const passed = (response: Response) => response.headers.get('x-middleware-next') === '1';
const browserOf = async (role: Role = 'user') => (await signedIn(await newPerson({ role }))).headers;

describe('a page without a session', () => {
  it.each([
    ['/overview', '/login?next=%2Foverview'],
    ['/transactions?q=groc&_rsc=1a2b3', '/login?next=%2Ftransactions%3Fq%3Dgroc'],
    ['/transactions/a_0123456789/7', '/login?next=%2Ftransactions%2Fa_0123456789%2F7'],
    ['/staff', '/login?next=%2Fstaff'],
    ['/', '/login'],
    ['/no-such-page', '/login?next=%2Fno-such-page'],
    ['/overview/x.css', '/login?next=%2Foverview%2Fx.css'],
  ])('%s leads to the sign-in and knows the way back', async (path, location) => {
    for (const method of ['GET', 'HEAD']) {
      const response = await ask(path, headersOf(), method);
      expect([response.status, locationOf(response)]).toEqual([307, location]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  it('says why it ended', async () => {
    const { token, headers } = await signedIn(await newPerson());
    await revokeSession(webRedis(), token, 'revoked');
    expect(locationOf(await ask('/overview', headers))).toBe('/login?next=%2Foverview&reason=revoked');
  });

  it('never redirects to another host, whatever Host or path the request names', async () => {
    const response = await proxy(new NextRequest('http://evil.example/overview', { headers: headersOf() }));
    expect(response.headers.get('location')).toBe(`${ORIGIN}/login?next=%2Foverview`);
    for (const path of ['//evil.example', '/%5cevil.example', '/x/..//evil.example']) {
      expect(locationOf(await ask(path))).toMatch(/^\/login(\?next=%2F(?!%2F|%5C))?/);
    }
  });
});

describe('the sign-in page', () => {
  it('is shown to who is not signed in, whatever they present', async () => {
    for (const more of [
      {},
      { cookie: 'redisBank=junk' },
      { cookie: 'redisBank=x', authorization: 'Bearer y' },
    ]) {
      expect(passed(await ask('/login?next=/overview', headersOf(more as Record<string, string>)))).toBe(
        true,
      );
    }
  });

  it.each([
    ['user', '/overview'],
    ['admin', '/staff'],
    ['super-admin', '/staff'],
  ] as const)('leads a signed-in %s home', async (role, home) => {
    const response = await ask('/login', await browserOf(role));
    expect([response.status, locationOf(response)]).toEqual([307, home]);
  });
});

describe('a link to a new password', () => {
  const LINK = `/reset?token=${'A'.repeat(22)}.${'b'.repeat(43)}`;

  it('goes on to its page, signed in or not: only the page asks what it is worth', async () => {
    for (const headers of [headersOf(), await browserOf(), await browserOf('admin')]) {
      const response = await ask(LINK, headers);
      expect(passed(response)).toBe(true);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  it('without what could be a token is a page like any other, and never a place to come back to', async () => {
    for (const path of [
      '/reset',
      '/reset?token=',
      `${LINK}x`,
      `/reset/x${LINK.slice(6)}`,
      `/overview${LINK.slice(6)}`,
    ]) {
      const response = await ask(path);
      expect([path, response.status, passed(response)]).toEqual([path, 307, false]);
    }
    for (const path of ['/reset', `${LINK}x`]) expect(locationOf(await ask(path))).toBe('/login');
    expect(locationOf(await ask('/reset', await browserOf('admin')))).toBe('/staff');
  });
});

describe('a page with a session', () => {
  it('goes on, with the policy and the nonce of this request alone', async () => {
    const headers = await browserOf();
    const [one, two] = [await ask('/overview', headers), await ask('/overview', headers)];
    expect([passed(one), passed(two)]).toEqual([true, true]);
    const nonces = [one, two].map((response) => {
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /script-src 'self' 'nonce-([A-Za-z0-9+/=]{24})' 'strict-dynamic';/.exec(policy)?.[1];
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      // What Next renders with.
      expect(response.headers.get('x-middleware-request-x-nonce')).toBe(nonce);
      expect(response.headers.get('x-middleware-request-content-security-policy')).toBe(policy);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(one.headers.get('cache-control')).toBe('no-store');
    expect(one.headers.get('x-middleware-request-x-redisbank-path')).toBe('/overview');
  });

  it.each([
    ['user', '/', '/overview'],
    ['user', '/staff', '/overview'],
    ['user', '/staff/audit', '/overview'],
    ['admin', '/', '/staff'],
    ['supervisor', '/overview', '/staff'],
    ['super-admin', '/transactions', '/staff'],
  ] as const)('a %s at %s is led to %s', async (role, path, home) => {
    expect(locationOf(await ask(path, await browserOf(role)))).toBe(home);
  });

  it('a request that changes state goes on to its action, which authorises itself', async () => {
    const response = await ask('/overview', headersOf(), 'POST');
    expect(passed(response)).toBe(true);
    expect(response.headers.get('content-security-policy')).toContain('script-src');
  });

  it('a visit is a sign of life; a prefetch and a look at the sign-in page are none', async () => {
    const { token, cookie } = await signedIn(await newPerson());
    const movedBy = async (path: string, more: Record<string, string>) => {
      await age(token, 120_000, ['lastActiveAt']);
      const before = await stored(token);
      await ask(path, headersOf({ cookie, ...more }));
      return ((await stored(token))?.lastActiveAt ?? 0) - (before?.lastActiveAt ?? 0);
    };
    expect(await movedBy('/overview', { 'sec-purpose': 'prefetch' })).toBe(0);
    expect(await movedBy('/overview', { 'x-activity': 'background' })).toBe(0);
    expect(await movedBy('/login', {})).toBe(0);
    expect(await movedBy('/overview', {})).toBeGreaterThan(0);
  });
});

describe('what passes the gate by', () => {
  const matches = (path: string) => new RegExp(`^${config.matcher[0]}$`).test(path);

  it('is data and files at the root, and no page', () => {
    for (const path of [
      '/api/session',
      '/_next/static/x.js',
      '/icons/a.png',
      '/transaction/balance',
      '/favicon.ico',
      '/perform_login',
      '/manifest.webmanifest',
      '/index.html',
    ]) {
      expect(matches(path), path).toBe(false);
    }
    for (const path of [
      '/',
      '/overview',
      '/overview/x.css',
      '/overview/x.js',
      '/transactions',
      '/staff',
      '/staff/x.png',
      '/login',
      '/api',
      '/perform_login/x',
      '/apix',
      '/security.',
      '/a.b/c',
    ]) {
      expect(matches(path), path).toBe(true);
    }
  });
});
