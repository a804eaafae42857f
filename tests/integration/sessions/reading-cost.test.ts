import { describe, expect, it } from 'vitest';
import { cachedRedis, webRedis } from '#lib/redis/client.ts';
import { isFresh } from '#lib/redis/copies.ts';
import { updateApplicationData } from '#lib/sessions/application-data.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { until } from '#tests/setup/until.ts';
import {
  age,
  commandsDuring,
  newSession,
  newUser,
  range,
  read,
  stored,
  trustCopies,
  withRedis,
} from './session-helpers.ts';

withRedis();

const fresh = () => trustCopies(cachedRedis());

describe('reading a session is nearly free', () => {
  it('a thousand checks of a session that is cached send no command at all', async () => {
    const { token } = await newSession(await newUser());
    await fresh();
    await read(token);
    const seen = await commandsDuring(async () => {
      for (const _ of range(1000)) {
        expect((await read(token)).state).toBe('active');
      }
    });
    expect(seen).toEqual([]);
  });

  it('a session that is not cached costs two reads, once', async () => {
    const { token } = await newSession(await newUser());
    await fresh();
    const seen = await commandsDuring(async () => {
      for (const _ of range(10)) await read(token);
    });
    expect(seen.map((line) => /"(\S+)" "redisBank:(\w+)/.exec(line)?.slice(1))).toEqual([
      ['JSON.GET', 'session'],
      ['GET', 'epoch'],
    ]);
  });

  it('for acts that must not rest on a copy, Redis is asked each time', async () => {
    const { token } = await newSession(await newUser());
    await fresh();
    await read(token);
    const seen = await commandsDuring(async () => {
      for (const _ of range(3)) await read(token, 'redis');
    });
    expect(seen).toHaveLength(6);
  });

  it('application data that the document already holds is not written', async () => {
    const { token, document } = await newSession(await newUser());
    const data = {
      currentBalanceAmount: { x: 1_800_000_000_000, y: 123_456 },
      lastTransactions: [{ seq: 7 }],
    };
    await updateApplicationData(webRedis(), { document }, data);
    const held = await stored(token);
    if (!held) throw new Error('gone');
    expect(held).toMatchObject(data);
    const seen = await commandsDuring(async () => {
      for (const _ of range(5)) await updateApplicationData(webRedis(), { document: held }, data);
    });
    expect(seen).toEqual([]);
  });
});

describe('a copy in this process never outlives what it copies', () => {
  it('what this process ended is refused by its very next check', async () => {
    const user = await newUser();
    await fresh();
    for (const _ of range(50)) {
      const { token } = await newSession(user);
      expect((await read(token)).state).toBe('active');
      expect((await read(token)).state).toBe('active');
      await revokeSession(webRedis(), token, 'revoked');
      expect(await read(token)).toEqual({ state: 'ended', reason: 'revoked' });
    }
  });

  it('its clocks run on although nothing is pushed when a time passes', async () => {
    const { token } = await newSession(await newUser());
    await until(() => isFresh(cachedRedis()));
    await read(token);
    await age(token, 3_600_000 - 150, ['idleExpiresAt']);
    await until(async () => (await read(token)).state === 'ended');
  });

  it('a session is shared by all who read it, so nobody can change it', async () => {
    const { token } = await newSession(await newUser());
    await fresh();
    await read(token);
    const first = await read(token);
    if (first.state !== 'active') throw new Error(first.state);
    const { document } = first;
    expect(() => {
      document.role = 'super-admin';
    }).toThrow(TypeError);
    expect(() => {
      document.profile.name = 'Somebody Else';
    }).toThrow(TypeError);
    expect(await read(token)).toMatchObject({ document: { role: 'user', profile: { name: 'Ann Example' } } });
  });
});
