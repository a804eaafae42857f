import { beforeAll, describe, expect, it } from 'vitest';
import type { UserTag } from '#lib/ids.ts';
import { configuredWith } from '../configured-with.ts';

configuredWith({ BANK_ORIGIN: 'https://bank.example' });

type Cookie = typeof import('#lib/sign-in/cookie.ts');
let cookie: Cookie;
let token: ReturnType<typeof import('#lib/sessions/token.ts').newToken>;
beforeAll(async () => {
  cookie = await import('#lib/sign-in/cookie.ts');
  token = (await import('#lib/sessions/token.ts')).newToken('u'.repeat(22) as UserTag);
});

describe('over https', () => {
  it('the cookie is bound to this host and to https', async () => {
    const sealed = await cookie.sealToken(token);
    expect(cookie.serialiseCookie(sealed)).toMatch(
      /^__Host-redisBank=Fe26\.2\*[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(sealed.options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true });
  });

  it('a cookie under the name of plain http is nothing', async () => {
    const { value } = await cookie.sealToken(token);
    expect(cookie.readCookies(new Headers({ cookie: `redisBank=${value}` }))).toEqual([]);
  });

  it('browsers are told to come by https alone', async () => {
    const { securityHeaders, pagePolicy } = await import('#lib/http/security-headers.ts');
    expect(securityHeaders()['strict-transport-security']).toMatch(/max-age=\d{8}/);
    expect(pagePolicy('x')).toContain('upgrade-insecure-requests');
  });
});
