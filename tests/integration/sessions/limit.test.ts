import { describe, expect, it } from 'vitest';
import type { SessionId } from '#lib/ids.ts';
import { connectRedis, webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { listSessions } from '#lib/sessions/list.ts';
import { revokeAllSessions } from '#lib/sessions/revoke.ts';
import {
  adminRedis,
  given,
  newSession,
  newUser,
  range,
  read,
  stateOf,
  testUrl,
  withRedis,
} from './session-helpers.ts';

withRedis();

describe('more sessions than allowed', () => {
  it.each([
    ['standard', 10],
    ['staff', 2],
  ] as const)('%s: with %i there, the oldest goes and its holder is told why', async (policy, max) => {
    const user = await newUser();
    const made = [];
    for (const _ of range(max + 2)) made.push(await newSession(user, { policy }));
    const states = await Promise.all(made.map(({ token }) => read(token)));
    const gone = { state: 'ended', reason: 'too_many' };
    expect(states.slice(0, 2)).toEqual([gone, gone]);
    expect(states.slice(2).every(({ state }) => state === 'active')).toBe(true);
    expect(await listSessions(webRedis(), user)).toHaveLength(max);
  });

  it('those that began after one are listed without it', async () => {
    const user = await newUser();
    const made = [];
    for (const _ of range(3)) made.push((await newSession(user)).token.sid);
    const youngerThan = async (sid?: SessionId) =>
      (await listSessions(webRedis(), user, sid)).map(({ sid }) => sid).toSorted();
    expect(await youngerThan()).toEqual(made.toSorted());
    expect(await youngerThan(made[0])).toEqual(made.slice(1).toSorted());
    expect(await youngerThan(made[2])).toEqual([]);
  });

  it('why it ended is told to a holder of its token alone', async () => {
    const user = await newUser();
    const made = [];
    for (const _ of range(3)) made.push(await newSession(user, { policy: 'staff' }));
    const first = made[0]?.token;
    if (!first) throw new Error('none');
    expect(await stateOf({ ...first, secret: 'A'.repeat(43) })).toBe('unknown');
  });

  it('dead members make room first: those that expired, and those of an ended epoch', async () => {
    const user = await newUser();
    const oldest = await newSession(user, { policy: 'staff' });
    const expired = await newSession(user, { policy: 'staff' });
    await adminRedis().del(keys.session(user, expired.token.sid));
    const next = await newSession(user, { policy: 'staff' });
    expect(await stateOf(oldest.token)).toBe('active');

    // A session that a revoke-all was not told of: its document stays, and is dead by its epoch.
    await adminRedis().zRem(keys.sessions(user), next.token.sid);
    await revokeAllSessions(webRedis(), user, 'revoked_all', oldest.token.sid);
    await adminRedis().zAdd(keys.sessions(user), { score: Date.now() + 1000, value: next.token.sid });
    expect(await read(next.token)).toEqual({ state: 'ended', reason: 'revoked_all' });
    const last = await newSession(user, { policy: 'staff', epoch: 2 });
    expect(await stateOf(oldest.token)).toBe('active');
    expect(await stateOf(last.token)).toBe('active');
    expect(await adminRedis().exists(keys.session(user, next.token.sid))).toBe(0);
  });

  it('thirty sign-ins at once leave ten sessions, the list and the documents agreeing', async () => {
    const user = await newUser();
    const others = await Promise.all(
      range(3).map(() => connectRedis(testUrl(), { name: 'test-other', deadlineMs: 5000 })),
    );
    const made = await Promise.allSettled(
      range(30).map((at) => createSession(others[at % 3] ?? webRedis(), given(user))),
    );
    const tokens = made.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value.token] : []));
    const states = await Promise.all(tokens.map(stateOf));
    const active = tokens.filter((_, at) => states[at] === 'active').map(({ sid }) => sid);
    expect(active.toSorted()).toEqual((await adminRedis().zRange(keys.sessions(user), 0, -1)).toSorted());
    expect(tokens).toHaveLength(30);
    expect(active).toHaveLength(10);
    for (const other of others) other.destroy();
  });
});
