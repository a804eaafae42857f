import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '#lib/identity/passwords.ts';

describe('passwords', { timeout: 30_000 }, () => {
  it('are kept as argon2id with 19 MiB, two passes, one lane, and a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('foobared'), hashPassword('foobared')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('foobared', one)).toBe(true);
    expect(await verifyPassword('foobareD', one)).toBe(false);
  });

  it.each([
    // From the reference implementation (argon2-cffi), the second with other costs: raising ours locks nobody out.
    '$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$VwbRsVe/R1Ja77kwXUYMoteZPwwvJ4GZ0rKeK3WqGDA',
    '$argon2id$v=19$m=8192,t=3,p=2$c2l4dGVlbiBieXRlcyBvaw$7iY88LQWYKxYbPkoh/eIruvgZek2/a44DZGkf4UyT/s',
  ])('are verified as everybody else verifies them: %s', async (phc) => {
    expect(await verifyPassword('foobared', phc)).toBe(true);
    expect(await verifyPassword('foobare', phc)).toBe(false);
  });

  it('typed on a keyboard that composes differently are the same', async () => {
    const hash = await hashPassword('caf\u00e9');
    expect(await verifyPassword('cafe\u0301', hash)).toBe(true);
  });

  it('of nobody never match', async () => {
    expect(await verifyPassword('', null)).toBe(false);
    expect(await verifyPassword('foobared', null)).toBe(false);
  });

  it('with a stored hash that is none are a defect, not a refusal', async () => {
    await expect(verifyPassword('x', '$2b$10$abcdefghijklmnopqrstuv')).rejects.toThrow(TypeError);
    await expect(verifyPassword('x', '')).rejects.toThrow(TypeError);
  });

  it('wait in a queue that is bounded: the rest is told to come again, at once', {
    timeout: 60_000,
  }, async () => {
    const tries = Array.from({ length: 100 }, () =>
      verifyPassword('x', null).catch((error: unknown) => error),
    );
    const answers = await Promise.all(tries);
    const refused = answers.filter((answer) => answer !== false);
    expect(refused).toHaveLength(100 - 66);
    expect(refused[0]).toMatchObject({ code: 'throttled', extras: { retryAfterSeconds: 2 } });
    expect(await verifyPassword('x', null)).toBe(false);
  });
});
