import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { User } from '#lib/identity/users.ts';
import { log } from '#lib/log.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { digestOf } from '#lib/sessions/token.ts';
import { changePassword } from '#lib/sign-in/change-password.ts';
import { endOtherSessions } from '#lib/sign-in/end-sessions.ts';
import { KNOWN_DEVICES } from '#lib/sign-in/known-device.ts';
import { login } from '#lib/sign-in/login.ts';
import { makeResetToken } from '#lib/sign-in/reset-link.ts';
import { resetPassword } from '#lib/sign-in/reset-password.ts';
import { stepUp } from '#lib/sign-in/step-up.ts';
import { admitTry, LOGIN_LIMITS, sourceOf } from '#lib/sign-in/throttle.ts';
import { adminRedis, range, stored, withRedis } from '../sessions/session-helpers.ts';
import {
  bearerOf,
  freshAddress,
  freshName,
  headersOf,
  newPerson,
  PASSWORD,
  refusal,
  signedIn,
} from './sign-in-helpers.ts';

withRedis();

const NEXT = 'another horse, another battery';
const at = (address: string, cookie?: string, name = 'cookie') =>
  headersOf({ 'x-redisbank-address': address, ...(cookie ? { [name]: cookie } : {}) });
const signIn = ({ username }: Pick<User, 'username'>, headers: Headers, password = PASSWORD) =>
  login({ username, password, remember: false, transport: 'cookie', headers });
const tryOnce = (person: Pick<User, 'username'>, headers: Headers, password = PASSWORD) =>
  refusal(signIn(person, headers, password));
const devicesOf = ({ user }: User) => adminRedis().zRange(keys.devices(user), 0, -1);
const digestIn = (pair: string) => digestOf(pair.slice(pair.indexOf('=') + 1));

/** An attacker's wrong passwords, until this name is blocked at this address. */
async function blockedAt({ username }: User): Promise<string> {
  const address = freshAddress();
  const source = sourceOf(address);
  await Promise.all(range(5).map(async () => (await admitTry(webRedis(), username, source))('wrong')));
  expect(await tryOnce({ username }, at(address))).toBe('throttled');
  return address;
}

const budget = (...parts: string[]) =>
  `redisBank:throttle:{${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}}`;

/** Wrong passwords from a device; the short waits between them are not sat out, and a block stays one. */
async function wrongFrom(person: User, headers: Headers, times: number): Promise<string[]> {
  const source = sourceOf(headers.get('x-redisbank-address') ?? '');
  const digest = digestIn(headers.get('cookie') ?? '');
  const codes: string[] = [];
  for (const _ of range(times)) {
    codes.push(await tryOnce(person, headers, 'wrong'));
    for (const key of [budget('pair', person.username, source), budget('device', person.user, digest)]) {
      if (Number(await adminRedis().hGet(key, 'failures')) < 5) await adminRedis().hDel(key, 'until');
    }
  }
  return codes;
}

describe('a device that signed its user in before', () => {
  it('is not locked out by guesses from everywhere, which stop being judged after sixty an hour', async () => {
    const person = await newPerson();
    const { device } = await signedIn(person);
    const app = await bearerOf(person);
    const warned = vi.spyOn(log, 'warn').mockImplementation(() => {});
    const guess = () =>
      refusal(
        admitTry(webRedis(), person.username, sourceOf(freshAddress())).then((settle) => settle('wrong')),
      );
    const tries = await Promise.all(range(LOGIN_LIMITS.name.tries + 20).map(guess));
    expect(tries.filter((code) => code === 'none')).toHaveLength(LOGIN_LIMITS.name.tries);
    expect(warned).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/guessed from many places/),
      expect.anything(),
    );
    // An unknown device waits as well; the known one does not notice, nor does an app that is signed in.
    expect(await refusal(signedIn(person))).toBe('throttled');
    await expect(signedIn(person, { headers: headersOf({ cookie: device }) })).resolves.toBeDefined();
    await expect(stepUp(app.headers, PASSWORD)).resolves.toBeDefined();
  });

  it('is not locked out by an attacker at the same address, whose tries go on to be refused', async () => {
    const person = await newPerson();
    const { device } = await signedIn(person);
    const address = await blockedAt(person);
    expect(await tryOnce(person, at(address, device))).toBe('none');
    expect(await tryOnce(person, at(address))).toBe('throttled');
  });

  it('is not locked out by attackers who used up the tries of the whole address', async () => {
    const person = await newPerson();
    const { device } = await signedIn(person);
    const address = freshAddress();
    const others = range(200).map(() => refusal(admitTry(webRedis(), freshName(), sourceOf(address))));
    await Promise.all(others);
    expect(await tryOnce(person, at(address))).toBe('throttled');
    expect(await tryOnce(person, at(address, device))).toBe('none');
  });

  it('answers the password question within a session though an attacker blocked the address', async () => {
    const person = await newPerson();
    const { cookie, device } = await signedIn(person);
    const address = await blockedAt(person);
    expect(await refusal(stepUp(at(address, cookie), PASSWORD))).toBe('throttled');
    expect(await refusal(stepUp(at(address, `${cookie}; ${device}`), PASSWORD))).toBe('none');
  });

  it('has five tries of its own: then it is unknown, blocked where it is, and a copy elsewhere too', async () => {
    const person = await newPerson();
    const { device } = await signedIn(person);
    const [address, elsewhere] = [freshAddress(), freshAddress()];
    expect(await wrongFrom(person, at(address, device), 5)).toEqual(Array(5).fill('wrong_credentials'));
    expect(await devicesOf(person)).toEqual([]);
    expect(await tryOnce(person, at(address, device)), 'no second budget').toBe('throttled');
    // Five more of a thief's elsewhere are those that every unknown device has there.
    expect(await wrongFrom(person, at(elsewhere, device), 6)).toEqual([
      ...Array(5).fill('wrong_credentials'),
      'throttled',
    ]);
  });

  it('gets no more than five judged of many tries at once', async () => {
    const person = await newPerson();
    const { device } = await signedIn(person);
    const headers = at(freshAddress(), device);
    const codes = await Promise.all(range(20).map(() => tryOnce(person, headers, 'wrong')));
    expect(codes.filter((code) => code === 'wrong_credentials').length).toBeLessThanOrEqual(5);
  });

  it('loses nothing of its budget to a right password, and starts anew', async () => {
    const person = await newPerson();
    const headers = at(freshAddress(), (await signedIn(person)).device);
    expect(await wrongFrom(person, headers, 4)).toEqual(Array(4).fill('wrong_credentials'));
    const { deviceCookie } = await signIn(person, headers);
    const anew = at(freshAddress(), `redisBankDevice=${deviceCookie?.value}`);
    expect(await wrongFrom(person, anew, 5)).toEqual(Array(5).fill('wrong_credentials'));
  });
});

describe('the cookie of a known device', () => {
  it('lets nobody in, and says nothing of anybody', async () => {
    const person = await newPerson();
    const { device } = await signedIn(person);
    expect(device).toMatch(/^redisBankDevice=[\w-]{43}$/);
    expect(device).not.toContain(person.user);
    const { requireSession } = await import('#lib/sign-in/require-session.ts');
    expect(await refusal(requireSession(at(freshAddress(), device)))).toBe('not_signed_in');
    expect(await refusal(requireSession(at(freshAddress(), device.replace('Device', ''))))).toBe(
      'not_signed_in',
    );
    const value = device.slice(device.indexOf('=') + 1);
    expect(await refusal(requireSession(at(freshAddress(), `Bearer ${value}`, 'authorization')))).toBe(
      'bad_token',
    );
  });

  it('is worth nothing when it is another user’s, forged, planted beside one, a digest, or a native client’s', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const { device } = await signedIn(person);
    const theirs = (await signedIn(other)).device;
    const address = await blockedAt(person);
    for (const cookie of [
      theirs,
      `redisBankDevice=${randomBytes(32).toString('base64url')}`,
      `redisBankDevice=${digestIn(device)}`,
      `${theirs}; ${device}`,
      `${device}; redisBankDevice=x`,
      `redisBankDevice=${device}`,
      `__Host-${device}`,
      'redisBankDevice=',
      `redisBankDevice=${'*'.repeat(43)}`,
    ]) {
      expect(await tryOnce(person, at(address, cookie)), cookie).toBe('throttled');
    }
    const native = login({
      username: person.username,
      password: PASSWORD,
      remember: false,
      transport: 'bearer',
      headers: at(address, device),
    });
    expect(await refusal(native)).toBe('throttled');
  });

  it('is a new one at every sign-in: the one before is over, and one that was planted is never adopted', async () => {
    const [person, attacker] = [await newPerson(), await newPerson()];
    const first = await signedIn(person);
    const second = await signedIn(person, { headers: headersOf({ cookie: first.device }) });
    expect(second.device).not.toBe(first.device);
    expect(await devicesOf(person)).toEqual([digestIn(second.device)]);
    const planted = (await signedIn(attacker)).device;
    const third = await signedIn(person, { headers: headersOf({ cookie: planted }) });
    expect(third.device).not.toBe(planted);
    expect(await devicesOf(person)).not.toContain(digestIn(planted));
    expect(await devicesOf(attacker)).toEqual([digestIn(planted)]);
  });

  it('is set after a right password alone: others get none, and create no key of it', async () => {
    const person = await newPerson();
    const forged = at(freshAddress(), `redisBankDevice=${randomBytes(32).toString('base64url')}`);
    for (const who of [person, { username: freshName() }, { username: '*' }]) {
      expect(await tryOnce(who, forged, 'wrong')).toBe('wrong_credentials');
    }
    expect(await adminRedis().exists(keys.devices(person.user))).toBe(0);
    const { deviceCookie } = await login({
      username: person.username,
      password: PASSWORD,
      remember: false,
      transport: 'bearer',
      headers: headersOf(),
    });
    expect([deviceCookie, await devicesOf(person)]).toEqual([null, []]);
  });

  it('is kept half a year, and Redis keeps its digest alone, of at most ten a user, with an expiry', async () => {
    const person = await newPerson();
    const { deviceCookie } = await signIn(person, headersOf());
    expect(deviceCookie).toMatchObject({
      name: 'redisBankDevice',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: false, maxAge: 180 * 86_400 },
    });
    const oldest = digestOf(deviceCookie?.value ?? '');
    expect(await devicesOf(person)).toEqual([oldest]);
    for (const _ of range(KNOWN_DEVICES.max)) await signedIn(person);
    expect(await devicesOf(person)).toHaveLength(10);
    expect(await devicesOf(person)).not.toContain(oldest);
    const left = await adminRedis().pTTL(keys.devices(person.user));
    expect(left).toBeGreaterThan(179 * 86_400_000);
    expect(left).toBeLessThanOrEqual(180 * 86_400_000);
  });

  it('is nothing any more half a year after its sign-in, whatever else keeps the list', async () => {
    const person = await newPerson();
    const { device } = await signedIn(person);
    const address = await blockedAt(person);
    await adminRedis().zIncrBy(keys.devices(person.user), -181 * 86_400_000, digestIn(device));
    expect(await tryOnce(person, at(address, device))).toBe('throttled');
    await signedIn(person);
    expect(await devicesOf(person)).not.toContain(digestIn(device));
  });
});

describe('what is known of devices ends', () => {
  it('with a password set by link: all of them', async () => {
    const person = await newPerson();
    await signedIn(person);
    const link = await makeResetToken(adminRedis(), person.username);
    await resetPassword(link ?? '', NEXT, headersOf());
    expect(await devicesOf(person)).toEqual([]);
  });

  it('with a password changed and everybody else shown the door: all but one’s own', async () => {
    const person = await newPerson();
    const [own] = [await signedIn(person), await signedIn(person)];
    const headers = headersOf({ cookie: `${own.cookie}; ${own.device}` });
    await changePassword(headers, { current: PASSWORD, next: NEXT, endOthers: true });
    expect(await devicesOf(person)).toEqual([digestIn(own.device)]);
  });

  it('not with a password changed alone: the others stay signed in, and known', async () => {
    const person = await newPerson();
    const [own] = [await signedIn(person), await signedIn(person)];
    await changePassword(own.headers, { current: PASSWORD, next: NEXT, endOthers: false });
    expect(await devicesOf(person)).toHaveLength(2);
  });

  it('with all other sessions: all but one’s own', async () => {
    const person = await newPerson();
    const [own] = [await signedIn(person), await signedIn(person)];
    const document = await stored(own.token);
    if (!document) throw new Error('gone');
    const session = { document: { ...document, stepUpAt: Date.now() } };
    await endOtherSessions(session, headersOf({ cookie: `${own.cookie}; ${own.device}` }));
    expect(await devicesOf(person)).toEqual([digestIn(own.device)]);
  });

  it('a sign-in that was under way then is not remembered', async () => {
    const { rememberDevice } = await import('#lib/sign-in/known-device.ts');
    const person = await newPerson();
    await signedIn(person);
    await adminRedis().incr(keys.epoch(person.user));
    const before = await devicesOf(person);
    expect(await rememberDevice(webRedis(), { user: person.user, epoch: 1 }, null)).toBeNull();
    expect(await devicesOf(person)).toEqual(before);
  });
});
