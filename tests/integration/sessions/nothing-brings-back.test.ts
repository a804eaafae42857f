import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Redis } from '#lib/redis/client.ts';
import { connectRedis, webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { updateApplicationData } from '#lib/sessions/application-data.ts';
import { createSession } from '#lib/sessions/create.ts';
import { revokeAllSessions, revokeSession } from '#lib/sessions/revoke.ts';
import { rotateSession } from '#lib/sessions/rotate.ts';
import { touchSession } from '#lib/sessions/touch.ts';
import {
  adminRedis,
  age,
  given,
  newSession,
  newUser,
  range,
  read,
  stateOf,
  stored,
  testUrl,
  withRedis,
} from './session-helpers.ts';

withRedis();
const ROUNDS = 200;
const connected = (): Promise<Redis> => connectRedis(testUrl(), { name: 'test-racer', deadlineMs: 5000 });

describe('nothing brings a session back', () => {
  it(`a touch, a write and a rotation that race its end, ${ROUNDS} times`, async () => {
    const [one, two] = await Promise.all([connected(), connected()]);
    const user = await newUser();
    for (const round of range(ROUNDS)) {
      const { token, document } = await newSession(user);
      await age(token, 120_000, ['lastActiveAt']);
      const works = [
        () => revokeSession(one, token, 'revoked'),
        () => touchSession(two, document),
        () => updateApplicationData(webRedis(), { document }, { currentBalanceAmount: { x: round, y: 1 } }),
        () => rotateSession(two, document),
      ];
      // Each round begins elsewhere, so that every order happens.
      await Promise.all([...works.slice(round % 4), ...works.slice(0, round % 4)].map((work) => work()));
      expect(await stored(token), `round ${round}`).toBeNull();
      expect((await read(token)).state).not.toBe('active');
    }
    one.destroy();
    two.destroy();
  });

  it('what comes after the end is told that it is over', async () => {
    const { token, document } = await newSession(await newUser());
    await revokeSession(webRedis(), token, 'revoked');
    expect(await touchSession(webRedis(), document)).toEqual({ ended: 'revoked' });
    expect(await updateApplicationData(webRedis(), { document }, { theme: 'dark' })).toBe(false);
    expect(await rotateSession(webRedis(), document)).toBeNull();
    expect(await revokeSession(webRedis(), token, 'revoked')).toBe(false);
    expect(await stored(token)).toBeNull();
    expect(await read(token)).toEqual({ state: 'ended', reason: 'revoked' });
  });

  it('a session does not come back after its epoch ended, even where the document was left behind', async () => {
    const { token, document } = await newSession(await newUser());
    await adminRedis().incr(keys.epoch(token.user));
    const before = await stored(token);
    await age(token, 120_000, ['lastActiveAt']);
    expect(await touchSession(webRedis(), document)).toEqual({ ended: 'revoked_all' });
    expect(await updateApplicationData(webRedis(), { document }, { theme: 'dark' })).toBe(false);
    expect(await rotateSession(webRedis(), document)).toBeNull();
    expect(await stored(token)).toEqual({ ...before, lastActiveAt: (before?.lastActiveAt ?? 0) - 120_000 });
    expect(await read(token)).toEqual({ state: 'ended', reason: 'revoked_all' });
  });
});

describe('ending all sessions survives races', () => {
  it(`with sign-ins that read the epoch before, ${ROUNDS} times: none of theirs ever answers`, async () => {
    const [one, two] = await Promise.all([connected(), connected()]);
    for (const round of range(ROUNDS)) {
      const user = await newUser();
      const before = await newSession(user);
      const ending = () => revokeAllSessions(one, user, 'password_changed');
      const signingIn = () => createSession(two, given(user));
      const works = round % 2 === 0 ? [ending, signingIn, signingIn] : [signingIn, ending, signingIn];
      const done = await Promise.all(works.map((work) => work()));
      const made = done.flatMap((one) => (typeof one === 'object' && one ? [one.token] : []));
      for (const token of [before.token, ...made])
        expect(await stateOf(token), `round ${round}`).toBe('ended');
      expect(await createSession(webRedis(), given(user)), 'with the old epoch').toBeNull();
    }
    one.destroy();
    two.destroy();
  });

  it('a session whose creation it was not told of is refused by the epoch', async () => {
    const user = await newUser();
    const { token } = await newSession(user);
    // As if it had joined between the reading of the list and the script.
    await adminRedis().zRem(keys.sessions(user), token.sid);
    expect(await stateOf(token)).toBe('active');
    await revokeAllSessions(webRedis(), user, 'revoked_all');
    expect(await stored(token)).not.toBeNull();
    expect(await read(token)).toEqual({ state: 'ended', reason: 'revoked_all' });
  });

  it('an absent epoch refuses everything, and ending all does not make one', async () => {
    const user = await newUser();
    const { token } = await newSession(user);
    await adminRedis().del(keys.epoch(user));
    expect((await read(token)).state).toBe('ended');
    expect(await createSession(webRedis(), given(user))).toBeNull();
    expect(await revokeAllSessions(webRedis(), user, 'revoked_all')).toBeNull();
    expect(await adminRedis().exists(keys.epoch(user))).toBe(0);
  });

  it('all but one: the survivor lives on under the new epoch, all others are told why', async () => {
    const user = await newUser();
    const made = [];
    for (const _ of range(4)) made.push(await newSession(user));
    const [survivor, ...others] = made.map(({ token }) => token);
    if (!survivor) throw new Error('none');
    expect(await revokeAllSessions(webRedis(), user, 'revoked_all', survivor.sid)).toBe(3);
    expect(await read(survivor)).toMatchObject({ state: 'active', document: { epoch: 2 } });
    for (const token of others) expect(await read(token)).toEqual({ state: 'ended', reason: 'revoked_all' });
    expect(await adminRedis().zRange(keys.sessions(user), 0, -1)).toEqual([survivor.sid]);
  });

  it('a survivor that is over itself is not revived', async () => {
    const user = await newUser();
    const [first, second] = [await newSession(user), await newSession(user)];
    await adminRedis().json.set(keys.session(user, first.token.sid), '$.epoch', 7);
    await revokeAllSessions(webRedis(), user, 'revoked_all', first.token.sid);
    expect(await stateOf(first.token)).toBe('ended');
    expect(await stateOf(second.token)).toBe('ended');
  });

  it(`a survivor is never refused while the others end, ${ROUNDS} times`, async () => {
    const user = await newUser();
    const { token } = await newSession(user);
    const other = await connected();
    let refused = 0;
    let ending = true;
    const asking = Promise.all(
      range(4).map(async () => {
        while (ending) {
          if ((await read(token)).state !== 'active') refused += 1;
          // A cached read waits for nothing: without this no push would ever be heard.
          await nextTurn();
        }
      }),
    );
    for (const _ of range(ROUNDS)) await revokeAllSessions(other, user, 'revoked_all', token.sid);
    ending = false;
    await asking;
    expect(refused).toBe(0);
    other.destroy();
  });
});

describe('no update is lost', () => {
  it('two requests that write different members of one document keep both, 200 times', async () => {
    const [one, two] = await Promise.all([connected(), connected()]);
    const { token, document } = await newSession(await newUser());
    await age(token, 120_000, ['lastActiveAt']);
    await Promise.all([
      touchSession(webRedis(), document),
      ...range(100).map((at) => updateApplicationData(one, { document }, { [`left${at}`]: at })),
      ...range(100).map((at) => updateApplicationData(two, { document }, { [`right${at}`]: at })),
    ]);
    const held = await stored(token);
    expect(held).toMatchObject(
      Object.fromEntries(
        range(100).flatMap((at) => [
          [`left${at}`, at],
          [`right${at}`, at],
        ]),
      ),
    );
    expect(held?.lastActiveAt).toBeGreaterThan(document.lastActiveAt - 60_000);
    one.destroy();
    two.destroy();
  });

  it('application data cannot take the place of what the session layer owns, nor leave its path', async () => {
    const { token, document } = await newSession(await newUser());
    const before = await stored(token);
    for (const name of [
      'role',
      'epoch',
      'tokenDigest',
      'idleExpiresAt',
      'user',
      'a.b',
      "x']",
      '$',
      '',
      '..role',
      'é',
    ]) {
      await expect(updateApplicationData(webRedis(), { document }, { [name]: 1 }), name).rejects.toThrow(
        TypeError,
      );
    }
    expect(await stored(token)).toEqual(before);
  });
});
