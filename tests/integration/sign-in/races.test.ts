import { describe, expect, it } from 'vitest';
import { createUser, findUserTag, readUser } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { revokeAllSessions } from '#lib/sessions/revoke.ts';
import { parseToken } from '#lib/sessions/token.ts';
import { adminRedis, freshTag, range, read, stateOf, withRedis } from '../sessions/session-helpers.ts';
import { freshName, newPerson, PASSWORD, refusal, signIn } from './sign-in-helpers.ts';

withRedis();

describe('ending everything while somebody signs in', () => {
  it('a sign-in that passed its password before is refused, and one after gets the new epoch', async () => {
    const person = await newPerson();
    for (const round of range(20)) {
      const signing = signIn(person);
      await new Promise((resolve) => setTimeout(resolve, round * 4));
      await revokeAllSessions(webRedis(), person.user, 'revoked_all');
      const epoch = Number(await adminRedis().get(keys.epoch(person.user)));
      const made = await signing;
      const token = parseToken(made.token);
      if (!token) throw new Error('no token');
      // Alive if and only if it belongs to what came after.
      expect(await stateOf(token), `round ${round}`).toBe(made.document.epoch === epoch ? 'active' : 'ended');
    }
  });

  it('a password changed in mid sign-in refuses the old one', async () => {
    const person = await newPerson();

    for (const round of range(10)) {
      const signing = signIn(person);
      await new Promise((resolve) => setTimeout(resolve, round * 5));
      // As a password change does it: the credential and the epoch in one step.
      const hash = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'B'.repeat(43)}`;
      const before = await adminRedis().json.get(keys.credential(person.user));
      await adminRedis()
        .multi()
        .json.set(keys.credential(person.user), '$.hash', hash)
        .incr(keys.epoch(person.user))
        .exec();
      const made = await signing.catch(() => null);
      const token = made && parseToken(made.token);
      // Asked of Redis: this change came from another connection, whose push may be a moment away.
      if (token) expect((await read(token, 'redis')).state, `round ${round}`).toBe('ended');
      await adminRedis().json.set(keys.credential(person.user), '$', before);
    }
  });
});

describe('making a user', () => {
  const more = {
    password: PASSWORD,
    role: 'user' as const,
    profile: { name: 'Ann', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' },
    accounts: [],
  };

  it('of ten at once under one name one wins, and the others leave nothing behind', async () => {
    const username = freshName();
    const tags = range(10).map(freshTag);
    const tries = await Promise.allSettled(
      tags.map((user) => createUser(adminRedis(), { ...more, username, user })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = await findUserTag(adminRedis(), username);
    for (const user of tags) {
      const held = await adminRedis().exists([keys.user(user), keys.credential(user), keys.epoch(user)]);
      expect(held).toBe(user === winner ? 3 : 0);
    }
  });

  it('twice under one tag and name, the loser removes nothing of the winner', async () => {
    const [username, user] = [freshName(), freshTag()];
    const codes = await Promise.all(
      range(4).map(() => refusal(createUser(adminRedis(), { ...more, username, user }))),
    );
    expect(codes.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'none']);
    expect(await readUser(webRedis(), user)).toMatchObject({ username, user });
    expect(await adminRedis().exists([keys.credential(user), keys.epoch(user)])).toBe(2);
  });
});
