/** What the operator does when sessions of a backup must not live again. */
import { expect, test } from 'vitest';
import { readAuditLog } from '#lib/audit/read-log.ts';
import { createUser } from '#lib/identity/users.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { readEpoch } from '#lib/sessions/epoch.ts';
import { given } from '../sessions/session-helpers.ts';
import { emptyBank } from './job-runs.ts';

const { redis, job } = await emptyBank();

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
  const { status, output } = await job('ops/user.ts', 'sign-out-all');
  expect([status, output]).toEqual([0, '3 sessions were ended.\n']);
  for (const session of sessions) {
    if (!session) throw new TypeError('a session');
    expect(await redis.exists(keys.session(session.document.user, session.document.sid))).toBe(0);
  }
  expect(await Promise.all([ann, ben, cat].map((user) => readEpoch(redis, user)))).toEqual(['2', '2', '2']);
  const { items } = await readAuditLog(redis, ann, { limit: 5 });
  expect(items).toMatchObject([{ act: 'sessions_ended', actor: 'operator' }]);
});
