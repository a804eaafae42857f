import { unsealData } from 'iron-session';
import { describe, expect, it } from 'vitest';
import type { UserTag } from '#lib/ids.ts';
import { formatToken, newToken } from '#lib/sessions/token.ts';
import { expiredCookie, openSeal, readCookies, sealToken, serialiseCookie } from '#lib/sign-in/cookie.ts';
import { receivedCredential } from '#lib/sign-in/credential.ts';

const password = { 1: 'test-secret-test-secret-test-secret-00' };
const token = newToken('u'.repeat(22) as UserTag);
const text = formatToken(token);
const headers = (init: Record<string, string>) => new Headers(init);

describe('the cookie', () => {
  it('holds the token and nothing else, sealed, and never expires by itself', async () => {
    const { value } = await sealToken(token);
    expect(value).not.toContain(token.secret);
    expect(value).not.toContain(token.user);
    expect(await unsealData(value, { password, ttl: 0 })).toEqual({ token: text });
    // Fe26.2*id*salt*iv*sealed*expiry*…: no expiry.
    expect(value.split('*')[5]).toBe('');
  });

  it('over plain http on loopback is HttpOnly, SameSite=Lax, for this host and path, and ends with the browser', async () => {
    const line = serialiseCookie(await sealToken(token));
    expect(line).toMatch(/^redisBank=Fe26\.2\*[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('lives as long as the session where it is remembered', async () => {
    expect(serialiseCookie(await sealToken(token, 7 * 24 * 3_600_000))).toMatch(/; Max-Age=604800$/);
  });

  it('ends by its own name and flags', () => {
    expect(serialiseCookie(expiredCookie())).toBe('redisBank=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
  });

  it('opens to its token, again from memory', async () => {
    const { value } = await sealToken(token);
    expect(await openSeal(value)).toEqual(token);
    expect(await openSeal(value)).toEqual(token);
  });

  it('with one character changed is none of ours', async () => {
    const { value } = await sealToken(token);
    // The `~2` after the seal is outside its signature and means nothing.
    for (const at of [7, 20, 80, 140, 200, value.length - 4]) {
      const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
      expect(await openSeal(changed), `at ${at}`).toBeNull();
    }
  });

  it.each(['', 'x', 'Fe26.2*', `Fe26.2*${'*'.repeat(200)}`, `Fe26.2*${'a'.repeat(5000)}`, '{"token":"x"}'])(
    'that is %j is none of ours',
    async (value) => {
      expect(await openSeal(value)).toBeNull();
    },
  );
});

describe('what a request presents', () => {
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'none',
      (error) => error.code,
    );

  it('is a cookie, or a bearer, with its transport', async () => {
    const { name, value } = await sealToken(token);
    expect(await receivedCredential(headers({ cookie: `a=b; ${name}=${value}; c=d` }))).toEqual({
      token,
      transport: 'cookie',
    });
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect(await receivedCredential(headers({ authorization: `${scheme} ${text}` }))).toEqual({
        token,
        transport: 'bearer',
      });
    }
  });

  it('is nothing where there is nothing of ours', async () => {
    for (const given of [
      {},
      { cookie: 'redisBankX=1' },
      { cookie: 'redisBank=' },
      { authorization: 'Basic eDp5' },
    ]) {
      expect(await receivedCredential(headers(given as Record<string, string>))).toBeNull();
    }
  });

  it('both at once is refused, even where the cookie is junk or was sent twice', async () => {
    const { value } = await sealToken(token);
    for (const cookie of [`redisBank=${value}`, 'redisBank=junk', `redisBank=${value}; redisBank=${value}`]) {
      const both = headers({ cookie, authorization: `Bearer ${text}` });
      expect(await code(receivedCredential(both))).toBe('credential_conflict');
    }
  });

  it('a bearer that is no token never falls back to anything', async () => {
    const { value } = await sealToken(token);
    for (const authorization of [
      'Bearer',
      'Bearer ',
      'Bearer x',
      `Bearer ${value}`,
      `Bearer ${text}, Bearer ${text}`,
    ]) {
      expect(await code(receivedCredential(headers({ authorization }))), authorization).toBe('bad_token');
    }
  });

  it('a naked token as the cookie is refused: a browser never gets one', async () => {
    expect(await code(receivedCredential(headers({ cookie: `redisBank=${text}` })))).toBe('bad_token');
  });

  it('two cookies of the name are none, since which was planted cannot be told', async () => {
    const { value } = await sealToken(token);
    const cookie = `redisBank=${value}; redisBank=planted`;
    expect(readCookies(headers({ cookie }))).toEqual([value, 'planted']);
    expect(await receivedCredential(headers({ cookie }))).toBeNull();
  });
});
