/** Customers of a test's own, so that tests that end sessions and change passwords disturb no other. */
import { createHash, randomUUID } from 'node:crypto';
import type { APIRequestContext } from 'playwright/test';
import { createUser } from '#lib/identity/users.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { lightCredential } from '#tests/setup/light-credential.ts';
import { test as base, expect } from './fixtures.ts';

export const LONG_PASSWORD = 'seven quiet herons';
/** The same as `createUser` stores it. */
export const LONG_CREDENTIAL = lightCredential(LONG_PASSWORD);

export const AGENTS = {
  phone:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  windows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0',
} as const;

export type Customer = { username: string; name: string };

type Fixtures = {
  redis: Redis;
  /** A customer without accounts, and without any session. */
  customer: Customer;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern.
  redis: async ({}, use) => {
    const redis = await connectRedis(process.env.E2E_REDIS_URL ?? '', { name: 'e2e', deadlineMs: 30_000 });
    await use(redis);
    // Every sign-in of every test comes from one address, and each address has a limit.
    const source = createHash('sha256')
      .update(JSON.stringify(['source', '127.0.0.1']))
      .digest('base64url');
    await redis.del(`redisBank:throttle:{${source}}`);
    redis.destroy();
  },
  customer: async ({ redis }, use) => {
    const username = `e2e-${randomUUID().slice(0, 12)}`;
    const profile = {
      name: 'Erin Example',
      dateOfBirth: '1990-05-17',
      email: `${username}@redisbank.example`,
    };
    await createUser(redis, { username, password: LONG_CREDENTIAL, role: 'user', profile, accounts: [] });
    await use({ username, name: profile.name });
  },
});

/** Signs a browser, or nobody's browser, in through the API. */
export async function signInAs(
  request: APIRequestContext,
  { username }: Customer,
  { agent, password = LONG_PASSWORD }: { agent?: string; password?: string } = {},
): Promise<void> {
  const answer = await request.post('/api/auth/login', {
    data: { username, password },
    ...(agent ? { headers: { 'user-agent': agent } } : {}),
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

type Session = { user: string; sid: string };

export const sessionOf = async (request: APIRequestContext): Promise<Session> =>
  (await request.get('/api/session', { headers: { 'x-activity': 'background' } })).json();

/** Moves times of a session's document; its expiry in Redis goes with the earlier end. */
export async function setTimes(redis: Redis, { user, sid }: Session, times: Record<string, number>) {
  const key = keys.session(user as never, sid as never);
  for (const [name, at] of Object.entries(times)) await redis.json.set(key, `$.${name}`, Math.round(at));
  if (times.idleExpiresAt) await redis.pExpireAt(key, Math.round(times.idleExpiresAt));
}
