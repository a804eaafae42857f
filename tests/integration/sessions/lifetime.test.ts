import { describe, expect, it } from 'vitest';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { SESSION_POLICIES } from '#lib/sessions/policy.ts';
import { isTouchDue, touchSession } from '#lib/sessions/touch.ts';
import { adminRedis, age, newSession, newUser, read, stored, withRedis } from './session-helpers.ts';

withRedis();

const MINUTE = 60_000;
const ttlOf = async ({ user, sid }: Parameters<typeof stored>[0]) =>
  adminRedis().pTTL(keys.session(user, sid));

describe('two clocks, judged by the times in the document', () => {
  it.each(Object.entries(SESSION_POLICIES))(
    '%s: idle and absolute end, and the expiry in Redis is the nearer',
    async (policy, { idleMs, absoluteMs }) => {
      const { token, document } = await newSession(await newUser(), { policy: policy as 'standard' });
      expect(document.idleExpiresAt - document.createdAt).toBe(idleMs);
      expect(document.absoluteExpiresAt - document.createdAt).toBe(absoluteMs);
      const left = await ttlOf(token);
      expect(left).toBeGreaterThan(Math.min(idleMs, absoluteMs) - 5000);
      expect(left).toBeLessThanOrEqual(Math.min(idleMs, absoluteMs) + 1000);
    },
  );

  it('idle for as long as allowed, a session is over although Redis still has it', async () => {
    const { token } = await newSession(await newUser());
    await age(token, 60 * MINUTE - 5000);
    expect((await read(token)).state).toBe('active');
    await age(token, 5000);
    expect(await stored(token)).not.toBeNull();
    expect(await read(token)).toEqual({ state: 'ended', reason: 'idle' });
  });

  it('however active, a session ends at its longest time', async () => {
    const { token } = await newSession(await newUser());
    await age(token, 12 * 60 * MINUTE, ['createdAt', 'absoluteExpiresAt']);
    expect(await read(token)).toEqual({ state: 'ended', reason: 'absolute' });
  });

  it('Redis removes what is over by itself, and leaves no list behind', async () => {
    const { token } = await newSession(await newUser());
    await adminRedis().pExpire(keys.session(token.user, token.sid), 1);
    await expect.poll(() => stored(token)).toBeNull();
    expect(await read(token)).toEqual({ state: 'unknown' });
    expect(await adminRedis().pTTL(keys.sessions(token.user))).toBeGreaterThan(0);
  });
});

describe('activity', () => {
  it('is written at most once a step, and moves the idle end but never the absolute one', async () => {
    const { token, document } = await newSession(await newUser());
    expect(isTouchDue(document, document.lastActiveAt + MINUTE - 1)).toBe(false);
    expect(isTouchDue(document, document.lastActiveAt + MINUTE)).toBe(true);

    await age(token, 2 * MINUTE);
    const before = await stored(token);
    const touched = await Promise.all(Array.from({ length: 20 }, () => touchSession(webRedis(), document)));
    const after = await stored(token);
    // One wrote, the others found it written: all say the same.
    expect(new Set(touched.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(after).toMatchObject({ absoluteExpiresAt: before?.absoluteExpiresAt });
    expect((after?.idleExpiresAt ?? 0) - (before?.idleExpiresAt ?? 0)).toBeGreaterThan(2 * MINUTE - 1000);
    expect((after?.idleExpiresAt ?? 0) - (after?.lastActiveAt ?? 0)).toBe(60 * MINUTE);
    expect(await touchSession(webRedis(), document)).toEqual({ idleExpiresAt: after?.idleExpiresAt });
    expect(await stored(token)).toEqual(after);
  });

  it('cannot outlive the longest time: the expiry stays at the absolute end', async () => {
    const { token, document } = await newSession(await newUser());
    await age(token, 12 * 60 * MINUTE - 10_000, ['absoluteExpiresAt']);
    await age(token, 2 * MINUTE, ['lastActiveAt']);
    await touchSession(webRedis(), document);
    expect(await ttlOf(token)).toBeLessThanOrEqual(11_000);
  });

  it('that comes too late is told so, and writes nothing', async () => {
    const { token, document } = await newSession(await newUser());
    await age(token, 61 * MINUTE);
    const before = await stored(token);
    expect(await touchSession(webRedis(), document)).toEqual({ ended: 'idle' });
    await age(token, 12 * 60 * MINUTE, ['absoluteExpiresAt']);
    expect(await touchSession(webRedis(), document)).toEqual({ ended: 'absolute' });
    expect(await stored(token)).toMatchObject({ lastActiveAt: before?.lastActiveAt });
  });
});
