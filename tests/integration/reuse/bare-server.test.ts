import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webRedis } from '#lib/redis/client.ts';
import { revokeAllSessions } from '#lib/sessions/revoke.ts';
import { parseToken, type Token } from '#lib/sessions/token.ts';
import { age, stored, withRedis } from '#tests/integration/sessions/session-helpers.ts';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { until } from '#tests/setup/until.ts';
import { cookieIn, liftedFolder, type Running, runExample } from './lifted.ts';

withRedis();

let server: Running;
let remove = () => {};
beforeAll(async () => {
  const lifted = liftedFolder();
  remove = lifted.remove;
  server = await runExample(lifted.folder, 'examples/bare-server/server.ts');
});
afterAll(async () => {
  await server?.stop();
  remove();
});

const ask = async (method: string, path: string, cookie = '', body?: string) => {
  const response = await fetch(`${server.origin}${path}`, { method, headers: { cookie }, body });
  return { status: response.status, body: await response.text(), cookie: cookieIn(response) };
};
const hello = (cookie: string) => ask('GET', '/', cookie);
const signIn = (password = 'foobared', cookie = '') =>
  ask('POST', '/sign-in', cookie, new URLSearchParams({ name: 'ann', password }).toString());

function tokenIn(cookie: string): Token {
  const token = parseToken(cookie.replace('sid=', ''));
  if (!token) throw new Error(`no token in ${cookie}`);
  return token;
}

const MINUTE = 60_000;

describe('the session layer in a bare node:http server, with neither the bank nor Next beside it', () => {
  it('signs in, reads, and signs out, and tells whoever comes back why', async () => {
    const { status, cookie } = await signIn();
    expect(status).toBe(200);
    expect(await hello(cookie)).toMatchObject({ status: 200, body: 'hello ann' });
    expect(await ask('POST', '/sign-out', cookie)).toMatchObject({ status: 200, body: 'goodbye ann' });
    expect(await hello(cookie)).toMatchObject({ status: 401, body: 'signed_out' });
    expect(await stored(tokenIn(cookie))).toBeNull();
  });

  it('keeps a session in use alive', async () => {
    const { cookie } = await signIn();
    const token = tokenIn(cookie);
    await age(token, 2 * MINUTE);
    const before = await stored(token);
    // Its copy is dropped by push, a moment later.
    await until(async () => {
      await hello(cookie);
      return (await stored(token))?.lastActiveAt !== before?.lastActiveAt;
    });
    const after = await stored(token);
    expect(after?.idleExpiresAt).toBeGreaterThanOrEqual((before?.idleExpiresAt ?? 0) + 2 * MINUTE);
    expect(after?.absoluteExpiresAt).toBe(before?.absoluteExpiresAt);
  });

  it('lets nobody in by a wrong password, a planted token, or another secret', async () => {
    expect((await signIn('wrong')).status).toBe(401);
    const { cookie } = await signIn();
    const { user, sid } = tokenIn(cookie);
    for (const planted of ['', 'sid=', 'sid=x', `sid=${user}.${sid}.${'A'.repeat(43)}`]) {
      expect(await hello(planted)).toMatchObject({ status: 401, body: 'please sign in' });
    }
    const again = await signIn('foobared', `sid=${'A'.repeat(22)}.${'B'.repeat(22)}.${'C'.repeat(43)}`);
    expect(tokenIn(again.cookie).sid).not.toBe('B'.repeat(22));
  });

  it('holds no secret in Redis', async () => {
    const token = tokenIn((await signIn()).cookie);
    expect(JSON.stringify(await stored(token))).not.toContain(token.secret);
  });

  it('refuses within a second what another process has ended', async () => {
    const { cookie } = await signIn();
    expect((await hello(cookie)).status).toBe(200);
    await revokeAllSessions(webRedis(), tokenIn(cookie).user, 'revoked_all');
    const took = stopwatch();
    await until(async () => (await hello(cookie)).status === 401);
    expect(took()).toBeLessThan(1000);
    // Nor is a sign-in that comes after locked out.
    expect((await signIn()).status).toBe(200);
  });
});
