import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BankError } from '#lib/errors.ts';
import { webRedis } from '#lib/redis/client.ts';
import { login } from '#lib/sign-in/login.ts';
import { admitTry, LOGIN_LIMITS, sourceOf, throttled } from '#lib/sign-in/throttle.ts';
import { adminRedis, range, withRedis } from '../sessions/session-helpers.ts';
import { freshAddress, freshName, headersOf, newPerson, PASSWORD, refusal } from './sign-in-helpers.ts';

withRedis();

const MINUTE = 60_000;
const tryOnce = (username: string, password: string, address: string) =>
  login({
    username,
    password,
    remember: false,
    transport: 'bearer',
    headers: headersOf({ 'x-redisbank-address': address }),
  });
const wrong = (name: string, source: string) =>
  refusal(
    throttled(webRedis(), name, source, async () => {
      throw new BankError('wrong_credentials', 'no');
    }),
  );
const waitOf = (work: Promise<unknown>): Promise<number> =>
  work.then(
    () => 0,
    (error) => error.extras?.retryAfterSeconds ?? -1,
  );

const keyOf = (...parts: string[]) =>
  `redisBank:throttle:{${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}}`;
const keysOf = (name: string, source: string) => adminRedis().exists(keyOf('pair', name, source));
/** Lets the wait pass without waiting. */
const expireWait = (name: string, source: string) =>
  adminRedis().hSet(keyOf('pair', name, source), 'until', 0);

describe('guessing a password', () => {
  it('is blocked after five wrong ones in a row, for this name from this address alone', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const [here, elsewhere] = [freshAddress(), freshAddress()];
    const source = sourceOf(here);
    for (const _ of range(3)) expect(await wrong(person.username, source)).toBe('wrong_credentials');
    await expireWait(person.username, source);
    expect(await wrong(person.username, source)).toBe('wrong_credentials');
    await expireWait(person.username, source);
    expect(await wrong(person.username, source)).toBe('wrong_credentials');

    // The right password is not even hashed now: a guesser must not learn that it was right.
    const seconds = await waitOf(tryOnce(person.username, PASSWORD, here));
    expect(seconds).toBeGreaterThan(14 * 60);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    expect(await refusal(tryOnce(person.username, PASSWORD, elsewhere)), 'the customer at home').toBe('none');
    expect(await refusal(tryOnce(other.username, PASSWORD, here)), 'another customer here').toBe('none');
  });

  it('waits grow: none, none, 2 s, 5 s, 15 min, 30 min, an hour, and four from then on', async () => {
    const [name, source] = [freshName(), sourceOf(freshAddress())];
    const waits: number[] = [];
    for (const _ of range(10)) {
      expect(await wrong(name, source)).toBe('wrong_credentials');
      waits.push(await waitOf(admitTry(webRedis(), name, source).then((settle) => settle('dropped'))));
      await expireWait(name, source);
    }
    expect(waits).toEqual([0, 0, 2, 5, 900, 1800, 3600, 14_400, 14_400, 14_400]);
  });

  it('once the wait is over one try is free, not a new five', async () => {
    const [name, source] = [freshName(), sourceOf(freshAddress())];
    for (const _ of range(5)) {
      await wrong(name, source);
      await expireWait(name, source);
    }
    const tries = await Promise.all(range(10).map(() => wrong(name, source)));
    expect(tries.filter((code) => code === 'wrong_credentials')).toHaveLength(1);
  });

  it('another spelling of the name is no fresh budget, nor another address of the same /64', async () => {
    const person = await newPerson();
    const place = freshAddress();
    const full = (text: string) =>
      text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    const { username } = person;
    const spellings = [username, username.toUpperCase(), ` ${username} `];
    for (const [at, name] of spellings.entries()) {
      expect(await refusal(tryOnce(name, 'wrong', place.replace('::1', `::${at + 2}`)))).toBe(
        'wrong_credentials',
      );
    }
    expect(await refusal(tryOnce(full(username), PASSWORD, place))).toBe('throttled');
  });

  it('names that nobody has are throttled alike', async () => {
    const [name, place] = [freshName(), freshAddress()];
    const codes: string[] = [];
    for (const _ of range(4)) codes.push(await refusal(tryOnce(name, 'wrong', place)));
    expect(codes).toEqual([...Array(3).fill('wrong_credentials'), 'throttled']);
  });

  it('the right password starts the budget anew, and leaves no key behind', async () => {
    const person = await newPerson();
    const place = freshAddress();
    for (const _ of range(3)) {
      for (const _ of range(2))
        expect(await refusal(tryOnce(person.username, 'wrong', place))).toBe('wrong_credentials');
      expect(await refusal(tryOnce(person.username, PASSWORD, place))).toBe('none');
    }
    expect(await keysOf(person.username, sourceOf(place))).toBe(0);
  });

  it('of tries at the same moment no more than five are judged, and right ones do not wait for each other', async () => {
    const [name, source] = [freshName(), sourceOf(freshAddress())];
    const tries = await Promise.all(range(40).map(() => wrong(name, source)));
    expect(tries.filter((code) => code === 'wrong_credentials').length).toBeLessThanOrEqual(5);
    const person = await newPerson();
    const place = freshAddress();
    const right = await Promise.all(range(5).map(() => refusal(tryOnce(person.username, PASSWORD, place))));
    expect(right).toEqual(Array(5).fill('none'));
  });

  it('a try that was never judged counts for nothing', async () => {
    const [name, source] = [freshName(), sourceOf(freshAddress())];
    for (const _ of range(20)) {
      const failed = throttled(webRedis(), name, source, async () => {
        throw new BankError('redis_unavailable', 'unavailable');
      });
      expect(await refusal(failed)).toBe('redis_unavailable');
    }
    expect(await keysOf(name, source)).toBe(0);
  });

  it('tries that were never judged use nothing of their name up, nor do those that an outage cut off', async () => {
    const name = freshName();
    const key = keyOf('name', name);
    const admit = () => admitTry(webRedis(), name, sourceOf(freshAddress()));
    for (const _ of range(LOGIN_LIMITS.name.tries + 1)) await (await admit())('dropped');
    expect(await adminRedis().exists(key)).toBe(0);

    await Promise.all(range(LOGIN_LIMITS.name.tries).map(admit));
    expect(await waitOf(admit()), 'until they are given up').toBeLessThanOrEqual(10);
    for (const id of await adminRedis().zRange(key, 0, -1)) await adminRedis().zIncrBy(key, -10_000, id);
    for (const _ of range(LOGIN_LIMITS.name.tries)) await (await admit())('wrong');
    expect(await waitOf(admit()), 'wrong ones count for an hour').toBeGreaterThan(59 * 60);
  });

  it('right passwords use nothing of their address up, so that an office is not locked out by its own people', async () => {
    const person = await newPerson();
    const place = freshAddress();
    const source = sourceOf(place);
    const fill = LOGIN_LIMITS.source.tries - 1;
    const admit = () => admitTry(webRedis(), freshName(), source).then((settle) => settle('dropped'));
    await Promise.all(range(fill).map(admit));
    for (const _ of range(3)) expect(await refusal(tryOnce(person.username, PASSWORD, place))).toBe('none');
    expect(await refusal(tryOnce(person.username, 'wrong', place))).toBe('wrong_credentials');
    expect(await refusal(tryOnce(person.username, PASSWORD, place))).toBe('throttled');
  });

  it('one address that is blocked does not use up the tries of the name elsewhere', async () => {
    const [name, here] = [freshName(), sourceOf(freshAddress())];
    for (const _ of range(LOGIN_LIMITS.name.tries + 10)) await wrong(name, here);
    expect(await wrong(name, sourceOf(freshAddress()))).toBe('wrong_credentials');
  });

  it('one name at one address is stopped even when each password is right: each is recorded', async () => {
    const [name, source] = [freshName(), sourceOf(freshAddress())];
    const { tries } = LOGIN_LIMITS.pair;
    const codes: string[] = [];
    for (const _ of range(tries + 2)) {
      codes.push(await refusal(throttled(webRedis(), name, source, async () => null)));
    }
    expect(codes).toEqual([...Array(tries).fill('none'), 'throttled', 'throttled']);
  });

  it('many names from one address are stopped too, far higher, in a window that slides', async () => {
    const source = sourceOf(freshAddress());
    const admit = () =>
      refusal(admitTry(webRedis(), freshName(), source).then((settle) => settle('dropped')));
    const tries = await Promise.all(range(220).map(admit));
    expect(tries.filter((code) => code === 'none')).toHaveLength(LOGIN_LIMITS.source.tries);
    // The oldest ten leave the window: ten tries are free again, and no more.
    const key = keyOf('source', source);
    for (const id of await adminRedis().zRange(key, 0, 9)) await adminRedis().zIncrBy(key, -15 * MINUTE, id);
    const later = await Promise.all(range(20).map(admit));
    expect(later.filter((code) => code === 'none')).toHaveLength(10);
  });
});
