import { describe, expect, it } from 'vitest';
import { login } from '#lib/auth/login.ts';
import { countLoginTry, LOGIN_LIMITS, sourceOf } from '#lib/auth/throttle.ts';
import { webRedis } from '#lib/redis/client.ts';
import { range, withRedis } from '../sessions/helpers.ts';
import { freshAddress, freshName, headersOf, newPerson, PASSWORD, refusal } from './helpers.ts';

withRedis();

const tryOnce = (username: string, password: string, address: string) =>
  login({
    username,
    password,
    remember: false,
    transport: 'bearer',
    headers: headersOf({ 'x-redisbank-address': address }),
  });

describe('guessing a password', () => {
  it('is stopped for this name from this place, with the wait, and for nobody else', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const [here, elsewhere] = [freshAddress(), freshAddress()];
    const codes: string[] = [];
    for (const _ of range(12)) codes.push(await refusal(tryOnce(person.username, 'wrong', here)));
    expect(codes).toEqual([...Array(10).fill('wrong_credentials'), 'throttled', 'throttled']);
    // The right password is not even hashed now: a guesser must not learn that it was right.
    const error = await tryOnce(person.username, PASSWORD, here).catch((thrown) => thrown);
    expect(error.code).toBe('throttled');
    expect(error.extras.retryAfterSeconds).toBeGreaterThan(0);
    expect(error.extras.retryAfterSeconds).toBeLessThanOrEqual(15 * 60);

    expect(await refusal(tryOnce(person.username, PASSWORD, elsewhere)), 'the customer at home').toBe('none');
    expect(await refusal(tryOnce(other.username, PASSWORD, here)), 'another customer here').toBe('none');
  });

  it('another spelling of the name is no fresh budget, nor another address of the same /64', async () => {
    const person = await newPerson();
    const place = freshAddress();
    const full = (text: string) =>
      text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    for (const at of range(10)) {
      const name = [
        person.username,
        person.username.toUpperCase(),
        ` ${person.username} `,
        full(person.username),
      ][at % 4];
      await refusal(tryOnce(name ?? '', 'wrong', place.replace('::1', `::${at + 1}`)));
    }
    expect(await refusal(tryOnce(person.username, PASSWORD, place))).toBe('throttled');
  });

  it('names that nobody has are throttled alike', async () => {
    const [name, place] = [freshName(), freshAddress()];
    const codes: string[] = [];
    for (const _ of range(11)) codes.push(await refusal(tryOnce(name, 'wrong', place)));
    expect(codes.slice(-2)).toEqual(['wrong_credentials', 'throttled']);
  });

  it('the right password starts the budget anew', async () => {
    const person = await newPerson();
    const place = freshAddress();
    for (const _ of range(9)) await refusal(tryOnce(person.username, 'wrong', place));
    expect(await refusal(tryOnce(person.username, PASSWORD, place))).toBe('none');
    for (const _ of range(9)) await refusal(tryOnce(person.username, 'wrong', place));
    expect(await refusal(tryOnce(person.username, PASSWORD, place))).toBe('none');
  });

  it('of tries at the same moment exactly as many pass as are allowed', async () => {
    const [name, source] = [freshName(), sourceOf(freshAddress())];
    const tries = await Promise.all(range(40).map(() => refusal(countLoginTry(webRedis(), name, source))));
    expect(tries.filter((code) => code === 'none')).toHaveLength(LOGIN_LIMITS.pair.tries);
  });

  it('many names from one place are stopped too, far higher', async () => {
    const source = sourceOf(freshAddress());
    const tries = await Promise.all(
      range(220).map(() => refusal(countLoginTry(webRedis(), freshName(), source))),
    );
    expect(tries.filter((code) => code === 'none')).toHaveLength(LOGIN_LIMITS.source.tries);
  });
});
