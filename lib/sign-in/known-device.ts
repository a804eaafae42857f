/**
 * Devices that have signed a user in before keep a second cookie: random, saying nothing of anybody, and without
 * authority. With it the wrong passwords of that browser count apart from everybody else's, so that no attacker uses
 * up a customer's tries (OWASP: Slow Down Online Guessing Attacks with Device Cookies). It is a new one at every sign-in,
 * so that a copy is worth nothing after the next; a browser that several people use is known to the last of them.
 */
import { randomBytes } from 'node:crypto';
import { findUserTag, newUserTag } from '#lib/identity/users.ts';
import type { UserTag } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { epochKey } from '#lib/sessions/epoch.ts';
import { digestOf } from '#lib/sessions/token.ts';
import { DAY } from '#lib/time.ts';
import { cookieValues, deviceCookie, deviceCookieName, type SessionCookie } from './cookie.ts';

export const KNOWN_DEVICES = {
  /** Without a sign-in for this long a device is unknown again. */
  keptMs: 180 * DAY,
  /** A user; the one that signed in longest ago makes room. */
  max: 10,
} as const;

const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const rememberScript = luaScript('lib/sign-in/remember-device.lua');
const forgetScript = luaScript('lib/sign-in/forget-devices.lua');

export type KnownDevice = { user: UserTag; digest: string };

/** The digest of the secret that a request presents, or null. Of two, one is planted: neither counts. */
function presentedDevice(headers: Headers): string | null {
  const [value, ...others] = cookieValues(headers, deviceCookieName());
  return value !== undefined && others.length === 0 && SECRET.test(value) ? digestOf(value) : null;
}

/**
 * The device of a request, where it has signed in the user behind `name` before; null for whatever else is presented.
 * A name that nobody has costs the same commands: GET and ZSCORE, O(log devices); none without such a cookie.
 */
export async function knownDevice(redis: Redis, name: string, headers: Headers): Promise<KnownDevice | null> {
  const digest = presentedDevice(headers);
  if (digest === null) return null;
  const user = (await findUserTag(redis, name)) ?? newUserTag();
  const signedInAt = await redis.zScore(keys.devices(user), digest);
  const kept = signedInAt !== null && signedInAt > (await redisNow(redis)) - KNOWN_DEVICES.keptMs;
  return kept ? { user, digest } : null;
}

/**
 * Remembers the browser that just signed in, in place of what it was known by, and answers the cookie for it: a secret
 * made here, never one that came with the request. Null when everything was ended meanwhile, or it could not be noted:
 * a sign-in does not fail for it. One script, O(log devices).
 */
export async function rememberDevice(
  redis: Redis,
  { user, epoch }: { user: UserTag; epoch: number },
  before: KnownDevice | null,
): Promise<SessionCookie | null> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const { keptMs, max: maxDevices } = KNOWN_DEVICES;
  const options = {
    epoch: String(epoch),
    digest: digestOf(secret),
    before: before?.digest,
    keptMs,
    maxDevices,
  };
  try {
    const noted = await rememberScript(
      redis,
      [keys.devices(user), epochKey(user)],
      [JSON.stringify(options)],
    );
    return noted === 1 ? deviceCookie(secret, keptMs) : null;
  } catch (error) {
    log.warn('a device could not be remembered', { error });
    return null;
  }
}

/**
 * Forgets the devices of a user, but for the one that asks. Not in the step that ends sessions or changes a password: a
 * device that stays known for a moment longer gets five tries at a password that it does not know. O(devices).
 */
export async function forgetDevices(redis: Redis, user: UserTag, except?: Headers): Promise<void> {
  const kept = (except && presentedDevice(except)) ?? undefined;
  await forgetScript(redis, [keys.devices(user)], [JSON.stringify({ except: kept })]);
}

/** Forgets one device. ZREM, O(log devices). */
export const forgetDevice = async (redis: Redis, { user, digest }: KnownDevice): Promise<void> => {
  await redis.zRem(keys.devices(user), digest);
};
