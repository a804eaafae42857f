/** Enrols and removes keys for payments: what the web process says of a passkey counts only with what was signed. */
import type { UserTag } from '#lib/ids.ts';
import { enrolChallengeOf } from '#lib/payments/challenge.ts';
import { codeDigest, MAX_CODE_TRIES } from '#lib/payments/payment-code.ts';
import { MAX_PAYMENT_KEYS } from '#lib/payments/payment-limits.ts';
import type { RequestBody } from '#lib/payments/requests.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { MINUTE } from '#lib/time.ts';
import { verifyAssertion } from '#lib/webauthn.ts';

const enrolScript = luaScript('worker/payments/enrol.lua');
const unenrolScript = luaScript('worker/payments/unenrol.lua');
/** Removed ones too. */
const MAX_KNOWN = 100;
/** Longer than a request is good for, so that one that comes again is known. */
const REFUSED_FOR_MS = 10 * MINUTE;

/**
 * Enrols a passkey that signed for it itself, by a code. What was refused is left for whoever asked. One script, O(keys),
 * and a signature to check.
 */
export async function enrol(redis: Redis, user: UserTag, asked: RequestBody<'enrol'>): Promise<void> {
  const { request, id, publicKey, name, transports = [], code, assertion } = asked;
  const challenge = enrolChallengeOf(user, id, publicKey, code);
  const own = assertion.id === id ? await verifyAssertion(assertion, { challenge, publicKey }) : null;
  const enrolledAt = Math.round(await redisNow(redis));
  const key = {
    ...{ publicKey, name, counter: own?.counter ?? 0, enrolledAt, request },
    ...(transports.length > 0 ? { transports } : {}),
  };
  const options = {
    ...{ request, id, isProven: own !== null, key: JSON.stringify(key) },
    digest: codeDigest(user, code),
    ...{ maxKeys: MAX_PAYMENT_KEYS, maxKnown: MAX_KNOWN, maxTries: MAX_CODE_TRIES },
    refusedForMs: REFUSED_FOR_MS,
  };
  await enrolScript(redis, [keys.paymentKeys(user), keys.paymentCode(user)], [JSON.stringify(options)]);
}

/** Removes a key for ever. One script, O(1). */
export async function unenrol(redis: Redis, user: UserTag, { id }: RequestBody<'unenrol'>): Promise<void> {
  await unenrolScript(redis, [keys.paymentKeys(user)], [id]);
}
