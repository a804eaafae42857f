import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { COPIES_TRUST_MS, isFresh } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import type { Token } from '#lib/sessions/token.ts';
import { until } from '#tests/setup/until.ts';
import { adminRedis, newSession, newUser, trustCopies, withRedis } from './session-helpers.ts';
import { startTcpProxy, throughPort } from './tcp-proxy.ts';

withRedis();

let wire: Awaited<ReturnType<typeof startTcpProxy>>;
let cached: Redis;
const url = process.env.REDIS_WEB_URL ?? '';
beforeAll(async () => {
  wire = await startTcpProxy(Number(new URL(url).port));
  cached = await connectRedis(throughPort(url, wire.port), {
    name: 'test-wire',
    deadlineMs: 500,
    cacheEntries: 100,
  });
});
afterAll(async () => {
  cached.destroy();
  await wire.stop();
});
/** Our own revocation also drops the copies of this process, which another process cannot. */
const endElsewhere = ({ user, sid }: Token) => adminRedis().del(keys.session(user, sid));
const read = (token: Token) => readSession({ redis: webRedis(), cached }, token);

describe('a connection that has gone silent ends the cache, not the check', () => {
  it('its copies are believed for at most 500 ms; then Redis is asked by another way', async () => {
    expect(COPIES_TRUST_MS).toBe(500);
    const { token } = await newSession(await newUser());
    const clock = await trustCopies(cached);
    const beganAtMs = performance.now();
    await read(token);
    expect((await read(token)).state).toBe('active');

    wire.goSilent();
    // Ended elsewhere: the push is lost on the wire, and the copy says "active" still.
    await endElsewhere(token);
    clock.mockReturnValue(beganAtMs + COPIES_TRUST_MS);
    expect((await read(token)).state).toBe('active');
    clock.mockReturnValue(beganAtMs + COPIES_TRUST_MS + 1);
    expect(await read(token)).toEqual({ state: 'unknown' });
  });

  it('others are still let in meanwhile, at the cost of asking', async () => {
    const { token } = await newSession(await newUser());
    for (let at = 0; at < 5; at++) expect((await read(token)).state).toBe('active');
  });

  it('the copies of a connection count again when it answers again', async () => {
    wire.speakAgain();
    await until(() => isFresh(cached));
    const { token } = await newSession(await newUser());
    expect((await read(token)).state).toBe('active');
    await read(token);
    await endElsewhere(token);
    await expect.poll(() => read(token), { interval: 1 }).toEqual({ state: 'unknown' });
  });
});
