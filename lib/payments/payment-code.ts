/**
 * The code that a key for payments needs. It reaches them outside the web, from whoever runs the bank
 * (`npm run user -- payment-code`), and the payments process alone judges it.
 */
import { createHash } from 'node:crypto';
import type { UserTag } from '#lib/ids.ts';
import { DAY } from '#lib/time.ts';

export const PAYMENT_CODE_MS = DAY;
export const MAX_CODE_TRIES = 5;

/** `abcd-efgh jkmn` → `ABCDEFGHJKMN`: as people type it. */
const plainCode = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Of a code as typed. A fast digest is enough for 55 random bits and five tries. */
export const codeDigest = (user: UserTag, code: string): string =>
  createHash('sha256')
    .update(`redisBank payment code 1\n${user}\n${plainCode(code)}`)
    .digest('base64url');
