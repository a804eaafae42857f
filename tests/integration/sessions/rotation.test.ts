import { describe, expect, it } from 'vitest';
import { webRedis } from '#lib/redis/client.ts';
import { rotateSession } from '#lib/sessions/rotate.ts';
import { age, newSession, newUser, range, read, stateOf, stored, withRedis } from './session-helpers.ts';

withRedis();

describe('the token changes where the session’s worth does', () => {
  it('the new one works, the old one answers "rotated" for 30 s and is any wrong one afterwards', async () => {
    const { token, document } = await newSession(await newUser());
    const renewed = await rotateSession(webRedis(), document, { stepUp: true });
    if (!renewed) throw new Error('refused');
    expect(renewed).toMatchObject({ user: token.user, sid: token.sid });
    expect(await read(renewed)).toMatchObject({ state: 'active' });
    expect(await read(token)).toEqual({ state: 'rotated' });
    await age(token, 30_000, ['rotatedAt']);
    expect(await read(token)).toEqual({ state: 'wrong_secret' });
    expect(await stateOf(renewed)).toBe('active');
    const held = await stored(token);
    expect(held?.stepUpAt).toBeGreaterThan(document.createdAt - 1000);
  });

  it('of ten rotations at once one wins, and its token is the one that works', async () => {
    const { token, document } = await newSession(await newUser());
    const tries = await Promise.all(range(10).map(() => rotateSession(webRedis(), document)));
    const won = tries.filter((one) => one !== null);
    expect(won).toHaveLength(1);
    expect(await stateOf(won[0] ?? token)).toBe('active');
  });

  it('two rotations on, the first token is nobody’s', async () => {
    const { token, document } = await newSession(await newUser());
    const second = await rotateSession(webRedis(), document);
    const held = await stored(token);
    if (!second || !held) throw new Error('refused');
    const third = await rotateSession(webRedis(), held);
    if (!third) throw new Error('refused');
    expect([await stateOf(token), await stateOf(second), await stateOf(third)]).toEqual([
      'wrong_secret',
      'rotated',
      'active',
    ]);
  });

  it('without a step-up none is noted', async () => {
    const { token, document } = await newSession(await newUser());
    await rotateSession(webRedis(), document);
    expect(await stored(token)).toMatchObject({ stepUpAt: 0 });
  });
});
