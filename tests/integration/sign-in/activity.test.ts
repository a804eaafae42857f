import { describe, expect, it } from 'vitest';
import { webRedis } from '#lib/redis/client.ts';
import { rotateSession } from '#lib/sessions/rotate.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { adminRedis, age, stored, withRedis } from '../sessions/session-helpers.ts';
import { headersOf, newPerson, refusal, signedIn } from './sign-in-helpers.ts';

withRedis();
const MINUTE = 60_000;

describe('what is a sign of life', () => {
  async function movedBy(more: Record<string, string>, options: Parameters<typeof requireSession>[1] = {}) {
    const { token, cookie } = await signedIn(await newPerson());
    await age(token, 10 * MINUTE, ['lastActiveAt', 'idleExpiresAt']);
    const before = await stored(token);
    await requireSession(headersOf({ cookie, ...more }), options);
    return ((await stored(token))?.idleExpiresAt ?? 0) - (before?.idleExpiresAt ?? 0);
  }

  it('a request moves the idle end', async () => {
    expect(await movedBy({})).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  it.each([
    [{ 'x-activity': 'background' }],
    [{ 'sec-purpose': 'prefetch;prerender' }],
    [{ 'next-router-prefetch': '1' }],
  ])('%j is none', async (headers) => {
    expect(await movedBy(headers as Record<string, string>)).toBe(0);
  });

  it('a stream, or a look at the sign-in page, is no activity', async () => {
    expect(await movedBy({}, { activity: 'background' })).toBe(0);
  });

  it('the answer tells the idle end that now holds', async () => {
    const { token, headers } = await signedIn(await newPerson());
    await age(token, 10 * MINUTE, ['lastActiveAt', 'idleExpiresAt']);
    const { document } = await requireSession(headers);
    expect(document.idleExpiresAt).toBe((await stored(token))?.idleExpiresAt);
  });
});

describe('refusals say why, to who may know', () => {
  it('idle, at its longest time, and long gone', async () => {
    const person = await newPerson();
    const [idle, absolute, gone] = [await signedIn(person), await signedIn(person), await signedIn(person)];
    await age(idle.token, 61 * MINUTE, ['idleExpiresAt']);
    await age(absolute.token, 12 * 60 * MINUTE, ['absoluteExpiresAt']);
    await adminRedis().del(`redisBank:session:{${gone.token.user}}:${gone.token.sid}`);
    expect(await refusal(requireSession(idle.headers))).toBe('session_ended:idle');
    expect(await refusal(requireSession(absolute.headers))).toBe('session_ended:absolute');
    expect(await refusal(requireSession(gone.headers))).toBe('session_ended:expired');
  });

  it('a token that was replaced authorises nothing, before any effect', async () => {
    const { token, headers } = await signedIn(await newPerson());
    await age(token, 10 * MINUTE, ['lastActiveAt', 'idleExpiresAt']);
    const held = await stored(token);
    if (!held || !(await rotateSession(webRedis(), held))) throw new Error('refused');
    const before = await stored(token);
    expect(await refusal(requireSession(headers))).toBe('session_rotated');
    expect(await stored(token)).toEqual(before);
  });
});
