import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { until } from '#tests/setup/until.ts';
import { startTcpProxy, throughPort } from '../sessions/tcp-proxy.ts';

// This process reaches Redis over a wire that the test can cut, so the address is set before anything reads it.
const url = process.env.REDIS_WEB_URL ?? '';
let wire: Awaited<ReturnType<typeof startTcpProxy>>;
let proxy: typeof import('../../../proxy.tsx').proxy;
let requireSession: typeof import('#lib/sign-in/require-session.ts').requireSession;
let client: typeof import('#lib/redis/client.ts');
let headers: Headers;

beforeAll(async () => {
  wire = await startTcpProxy(Number(new URL(url).port));
  vi.stubEnv('REDIS_WEB_URL', throughPort(url, wire.port));
  vi.stubEnv('REDIS_DEADLINE_MS', '500');
  client = await import('#lib/redis/client.ts');
  ({ proxy } = await import('../../../proxy.tsx'));
  ({ requireSession } = await import('#lib/sign-in/require-session.ts'));
  const { sealToken } = await import('#lib/sign-in/cookie.ts');
  const { createSession } = await import('#lib/sessions/create.ts');
  const { freshTag, given, testUrl } = await import('../sessions/session-helpers.ts');
  const { keys } = await import('#lib/redis/keys.ts');
  client.webRedis();
  client.cachedRedis();
  await connected();
  const user = freshTag();
  const admin = await client.connectRedis(testUrl(), { name: 'test-unavailable', deadlineMs: 5000 });
  await admin.set(keys.epoch(user), '1');
  admin.destroy();
  const made = await createSession(client.webRedis(), given(user));
  if (!made) throw new Error('refused');
  const { name, value } = await sealToken(made.token);
  headers = new Headers({ cookie: `${name}=${value}` });
});
afterAll(() => wire.stop());

const connected = () => until(() => client.webRedis().isReady && client.cachedRedis().isReady);
const ask = (path: string) => proxy(new NextRequest(`http://localhost:8080${path}`, { headers }));

async function refusesPolitely(): Promise<void> {
  for (const path of ['/overview', '/login', '/staff']) {
    const took = stopwatch();
    const response = await ask(path);
    expect(took(), 'within a second').toBeLessThan(1000);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.getSetCookie()).toEqual([]);
    const page = await response.text();
    expect(page).toContain('The bank can’t be reached');
    const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
    expect(page).toContain(`<style nonce="${nonce}">`);
    // It asks by script whether the bank is back; by itself it loads again only where there is no script.
    expect(page.match(/<script[^>]*>/g)).toEqual([`<script nonce="${nonce}">`]);
    expect(page).toContain("fetch('/api/ready'");
    expect(page.replace(/<noscript>.*?<\/noscript>/s, '')).not.toContain('http-equiv');
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>');
    expect(page).not.toMatch(/ECONN|redis:\/\//i);
  }
}

describe('while Redis cannot be asked nobody is let in, and nobody is signed out', () => {
  it('it answers as ever before', async () => {
    expect((await ask('/overview')).headers.get('x-middleware-next')).toBe('1');
  });

  it('a server that is gone: 503 within a second, with a sentence, when to come again, and the policy', async () => {
    await wire.stop();
    await until(() => !client.webRedis().isReady);
    await refusesPolitely();
    await expect(requireSession(headers)).rejects.toThrow();
    const german = new Headers([...headers, ['accept-language', 'de-DE']]);
    const page = await (
      await proxy(new NextRequest('http://localhost:8080/overview', { headers: german }))
    ).text();
    expect(page).toContain('<html lang="de">');
    expect(page).toContain('Die Bank ist gerade nicht erreichbar');
  });

  it('back again: live within five seconds, and still signed in', async () => {
    await wire.start();
    const took = stopwatch();
    await connected();
    expect((await ask('/overview')).headers.get('x-middleware-next')).toBe('1');
    expect(took()).toBeLessThan(5000);
  });

  it('a network that has gone silent is no different, cached or not', async () => {
    for (let at = 0; at < 5; at++) await ask('/overview');
    wire.goSilent();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await refusesPolitely();
    wire.speakAgain();
    await until(async () => (await ask('/overview')).status === 200);
  });

  it('connections that were forgotten on the way are replaced within five seconds', async () => {
    wire.forget();
    const took = stopwatch();
    // For half a second the copies count, as they may.
    await new Promise((resolve) => setTimeout(resolve, 600));
    // Refused, or asked by a connection that is new already.
    expect([200, 503]).toContain((await ask('/overview')).status);
    await until(async () => (await ask('/overview')).status === 200);
    expect(took()).toBeLessThan(5000);
  });
});
