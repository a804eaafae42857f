/**
 * Brakes on guessing passwords, before any hashing: per (name, source), so that a stranger cannot lock a customer
 * out of their own places, and per source far higher. The only keys that a stranger's request can create.
 */
import { createHash } from 'node:crypto';
import { BankError } from '#lib/errors.ts';
import type { Redis } from '#lib/redis/client.ts';
import { PREFIX } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { MINUTE, SECOND } from '#lib/time.ts';

export const LOGIN_LIMITS = {
  pair: { tries: 10, windowMs: 15 * MINUTE },
  source: { tries: 200, windowMs: 15 * MINUTE },
} as const;

const countScript = luaScript('lib/auth/throttle.lua');

/** IPv6 by its /64, which one customer of a provider has to themselves. */
export function sourceOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = address.includes('::') ? Math.max(0, 8 - before.length - after.length) : 0;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Names and addresses are hashed: people type passwords into the name field. */
const counterKey = (...parts: string[]) =>
  `${PREFIX}throttle:{${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}}`;

const pairKey = (name: string, source: string) => counterKey('pair', name, source);

/** Counts a try and throws `throttled` with the wait when there were too many. Two scripts, O(1). */
export async function countLoginTry(redis: Redis, name: string, source: string): Promise<void> {
  const tries: [string, { tries: number; windowMs: number }][] = [
    [counterKey('source', source), LOGIN_LIMITS.source],
    [pairKey(name, source), LOGIN_LIMITS.pair],
  ];
  for (const [key, limit] of tries) {
    const waitMs = Number(await countScript(redis, [key], [String(limit.tries), String(limit.windowMs)]));
    if (waitMs > 0) {
      throw new BankError('throttled', 'Too many tries. Please wait before you try again.', {
        retryAfterSeconds: Math.ceil(waitMs / SECOND),
      });
    }
  }
}

/** The right password starts the pair's budget anew. DEL, O(1). */
export async function forgetLoginTries(redis: Redis, name: string, source: string): Promise<void> {
  await redis.del(pairKey(name, source));
}
