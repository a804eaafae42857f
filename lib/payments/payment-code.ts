/**
 * The code that a customer's first key for payments needs. It reaches them outside the web, from whoever runs the bank
 * (`npm run user -- payment-code`), and the payments process alone judges it.
 */
import { createHash, randomInt } from 'node:crypto';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { DAY } from '#lib/time.ts';

const makeScript = luaScript('lib/payments/make-code.lua');
export const PAYMENT_CODE_MS = DAY;
export const MAX_CODE_TRIES = 5;

/** Without what people take for something else: 0 and O, 1, I and L, 2 and Z, 5 and S, U and V. */
const LETTERS = '346789ABCDEFGHJKMNPQRTWXY';
const CHARS = 12;
const GROUP = 4;

/** `abcd-efgh jkmn` → `ABCDEFGHJKMN`: as people type it. */
const plainCode = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Of a code as typed. A fast digest is enough for 55 random bits and five tries. */
export const codeDigest = (user: UserTag, code: string): string =>
  createHash('sha256')
    .update(`redisBank payment code 1\n${user}\n${plainCode(code)}`)
    .digest('base64url');

/**
 * Makes a code in place of the one before: good once, for a day and five tries. Redis holds its digest alone. One
 * script, O(1).
 */
export async function makePaymentCode(redis: Redis, user: UserTag): Promise<string> {
  const letters = Array.from({ length: CHARS }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const options = { digest: codeDigest(user, letters), goodForMs: PAYMENT_CODE_MS };
  await makeScript(redis, [keys.paymentCode(user)], [JSON.stringify(options)]);
  return (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}
