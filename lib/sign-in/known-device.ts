/**
 * A device that signed its user in keeps a second cookie: random, anonymous and without authority. Its wrong passwords
 * are counted apart, so that no attacker uses up a customer's tries (OWASP: Slow Down Online Guessing Attacks with
 * Device Cookies). Every sign-in renews it, so a copy is worthless after the next; a shared browser is known for its
 * last user.
 */
import { randomBytes } from 'node:crypto';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { findUserTag, newUserTag } from '#lib/identity/users.ts';
import type { UserTag } from '#lib/ids.ts';
import { logFailure } from '#lib/log-failure.ts';
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
  /** Devices of a user; the one that signed in longest ago is evicted. */
  max: 10,
} as const;

const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const rememberScript = luaScript('lib/sign-in/remember-device.lua');
const forgetScript = luaScript('lib/sign-in/forget-devices.lua');

export type KnownDevice = { user: UserTag; digest: string };

/** The digest of the device cookie, or null. Two cookies count as none, since one is planted. */
function receivedDevice(headers: RequestHeaders): string | null {
  const [value, ...others] = cookieValues(headers, deviceCookieName());
  return value !== undefined && others.length === 0 && SECRET.test(value) ? digestOf(value) : null;
}

/**
 * The request's device, when it has signed in the user behind `name` before, else null. Unknown names cost the same
 * commands: GET and ZSCORE, O(log devices); none without the cookie.
 */
export async function knownDevice(
  redis: Redis,
  name: string,
  headers: RequestHeaders,
): Promise<KnownDevice | null> {
  if (receivedDevice(headers) === null) return null;
  return knownDeviceOf(redis, (await findUserTag(redis, name)) ?? newUserTag(), headers);
}

/** As `knownDevice`, by the user's tag. ZSCORE, O(log devices); none without the cookie. */
export async function knownDeviceOf(
  redis: Redis,
  user: UserTag,
  headers: RequestHeaders,
): Promise<KnownDevice | null> {
  const digest = receivedDevice(headers);
  if (digest === null) return null;
  const signedInAt = await redis.zScore(keys.devices(user), digest);
  const kept = signedInAt !== null && signedInAt > (await redisNow(redis)) - KNOWN_DEVICES.keptMs;
  return kept ? { user, digest } : null;
}

/**
 * Remembers the browser that just signed in and answers its new cookie, whose secret is made here. Null when all
 * sessions were ended meanwhile or Redis failed: the sign-in goes on. One script, O(log devices).
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
    logFailure('a device could not be remembered', error);
    return null;
  }
}

/**
 * Forgets the devices of a user, except that of the request. Not atomic with ending sessions or changing a password: a
 * device known for a moment longer only gets five tries at a password that it does not know. O(devices).
 */
export async function forgetDevices(redis: Redis, user: UserTag, except?: RequestHeaders): Promise<void> {
  const kept = (except && receivedDevice(except)) ?? undefined;
  await forgetScript(redis, [keys.devices(user)], [JSON.stringify({ except: kept })]);
}

/** Forgets one device. ZREM, O(log devices). */
export const forgetDevice = async (redis: Redis, { user, digest }: KnownDevice): Promise<void> => {
  await redis.zRem(keys.devices(user), digest);
};
