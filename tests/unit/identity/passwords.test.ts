import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '#lib/identity/passwords.ts';

/** A source of tries. */
const HOME = '203.0.113.9';

describe('passwords', { timeout: 30_000 }, () => {
  it('are kept as argon2id with 19 MiB, two passes, one lane, and a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('foobared'), hashPassword('foobared')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('foobared', one, HOME)).toBe(true);
    expect(await verifyPassword('foobareD', one, HOME)).toBe(false);
  });

  it.each([
    // From the reference implementation (argon2-cffi), the second with other costs: raising ours locks nobody out.
    '$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$VwbRsVe/R1Ja77kwXUYMoteZPwwvJ4GZ0rKeK3WqGDA',
    '$argon2id$v=19$m=8192,t=3,p=2$c2l4dGVlbiBieXRlcyBvaw$7iY88LQWYKxYbPkoh/eIruvgZek2/a44DZGkf4UyT/s',
  ])('are verified as everybody else verifies them: %s', async (phc) => {
    expect(await verifyPassword('foobared', phc, HOME)).toBe(true);
    expect(await verifyPassword('foobare', phc, HOME)).toBe(false);
  });

  it('typed on a keyboard that composes differently are the same', async () => {
    const hash = await hashPassword('caf\u00e9');
    expect(await verifyPassword('cafe\u0301', hash, HOME)).toBe(true);
  });

  it('of nobody never match', async () => {
    expect(await verifyPassword('', null, HOME)).toBe(false);
    expect(await verifyPassword('foobared', null, HOME)).toBe(false);
  });

  it('with a stored hash that is none are a defect, not a refusal', async () => {
    await expect(verifyPassword('x', '$2b$10$abcdefghijklmnopqrstuv', HOME)).rejects.toThrow(TypeError);
    await expect(verifyPassword('x', '', HOME)).rejects.toThrow(TypeError);
  });
});

describe('passwords that many give at once', () => {
  /** What waits is the same, whatever a hash costs. */
  const HASH_MS = 5;
  const { argon2 } = crypto;
  const use = (hash: typeof argon2) => {
    Object.assign(crypto, { argon2: hash });
    syncBuiltinESMExports();
  };
  beforeAll(() =>
    use((_algorithm, { tagLength }, done) => {
      setTimeout(done, HASH_MS, null, Buffer.alloc(tagLength));
    }),
  );
  afterAll(() => use(argon2));

  const attack = (source: string, tries: number) =>
    Array.from({ length: tries }, () => verifyPassword('x', null, source).catch((error: unknown) => error));
  const REFUSED = { code: 'throttled', extras: { retryAfterSeconds: 2 } };

  it('wait in a queue that is bounded, for one source and for all: the rest is told to come again, at once', async () => {
    const one = await Promise.all(attack(HOME, 20));
    expect(one.filter((answer) => answer === false)).toHaveLength(8);
    expect(one.at(-1)).toMatchObject(REFUSED);
    const all = await Promise.all(Array.from({ length: 100 }, (_, at) => attack(`192.0.2.${at}`, 1)).flat());
    expect(all.filter((answer) => answer === false)).toHaveLength(66);
    expect(await verifyPassword('x', null, HOME)).toBe(false);
  });

  it('take their turns by source: who asks once does not wait for who asks often', async () => {
    const order: string[] = [];
    const noted = (name: string, work: Promise<unknown>) => work.then(() => order.push(name));
    const crowd = [1, 2, 3].flatMap((at) => attack(`192.0.2.${at}`, 8)).map((work) => noted('crowd', work));
    await Promise.all([noted('home', verifyPassword('x', null, HOME)), ...crowd]);
    // Among the first of each source, of 25; on a busy machine some that began later are done before.
    expect(order.indexOf('home')).toBeLessThan(12);
  });

  it('of those who are known come first, and have a place when others find none', async () => {
    const order: string[] = [];
    const crowd = Array.from({ length: 80 }, (_, at) => attack(`192.0.2.${at}`, 1)).flat();
    const known = verifyPassword('x', null, null).then(() => order.push('known'));
    const others = crowd.map((work) => work.then((answer) => answer === false && order.push('crowd')));
    await Promise.all([known, ...others]);
    expect(order.indexOf('known')).toBeLessThan(16);
    await expect(Promise.all(crowd)).resolves.toContainEqual(expect.objectContaining(REFUSED));
  });
});
