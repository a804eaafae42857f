/** What the operator does when sessions of a backup must not live again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAuditLog } from '#lib/audit/read-log.ts';
import { createUser } from '#lib/identity/users.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { readEpoch } from '#lib/sessions/epoch.ts';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { SESSION_SECRETS } from '#tests/setup/seeded.ts';
import { given } from '../sessions/session-helpers.ts';

let server: Awaited<ReturnType<typeof throwAwayRedis>>;
let redis: Redis;
beforeAll(async () => {
  server = await throwAwayRedis();
  redis = await connectRedis(server.urls.admin, { name: 'test-sign-out', deadlineMs: 10_000 });
});
afterAll(async () => {
  await redis.close();
  await server.stop();
});

test('sign-out-all ends the sessions of browsers and of apps, of everybody, and says how many', async () => {
  const profile = { name: 'Ann Example', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' };
  const made = { password: 'correct horse battery', role: 'user' as const, profile, accounts: [] };
  const people = await Promise.all(
    ['ann', 'ben', 'cat'].map((username) => createUser(redis, { ...made, username })),
  );
  const [ann, ben, cat] = people.map(({ user }) => user);
  if (!ann || !ben || !cat) throw new TypeError('three people');
  const sessions = [
    await createSession(redis, given(ann, { transport: 'bearer' })),
    await createSession(redis, given(ann)),
    await createSession(redis, given(ben, { transport: 'bearer' })),
  ];
  const told = { env: process.env, urls: server.urls, sessionSecrets: SESSION_SECRETS };
  const env = environmentFor('deploy', told);
  const { status, output } = await capture(process.execPath, [inRoot('ops/user.ts'), 'sign-out-all'], {
    env,
  });
  expect([status, output]).toEqual([0, '3 sessions were ended.\n']);
  for (const session of sessions) {
    if (!session) throw new TypeError('a session');
    expect(await redis.exists(keys.session(session.document.user, session.document.sid))).toBe(0);
  }
  expect(await Promise.all([ann, ben, cat].map((user) => readEpoch(redis, user)))).toEqual(['2', '2', '2']);
  const { items } = await readAuditLog(redis, ann, { limit: 5 });
  expect(items).toMatchObject([{ act: 'sessions_ended', actor: 'operator' }]);
});
