/** Accounts of a test's own, and what Redis holds for them. */
import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import { type AccountId, type AccountRef, isAccountId, isUserTag, type UserTag } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { DAY, HOUR } from '#lib/time.ts';

export type Part = 'admin' | 'web' | 'worker' | 'payments' | 'deploy';

const url = (part: Part): string =>
  ({
    admin: process.env.SUITE_REDIS_URL,
    web: process.env.REDIS_WEB_URL,
    worker: process.env.REDIS_WORKER_URL,
    payments: process.env.REDIS_PAYMENTS_URL,
    deploy: process.env.SUITE_REDIS_DEPLOY_URL,
  })[part] ?? '';

/** A connection with the rights of that part of the bank, closed after the file's tests. */
export async function redisAs(part: Part): Promise<Redis> {
  const redis = await connectRedis(url(part), { name: `test-${part}`, deadlineMs: 10_000 });
  afterAll(() => redis.close());
  return redis;
}

export function freshUser(): UserTag {
  const tag = randomBytes(16).toString('base64url');
  if (!isUserTag(tag)) throw new TypeError(tag);
  return tag;
}

export function freshAccount(): AccountId {
  const id = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!isAccountId(id)) throw new TypeError(id);
  return id;
}

export const OPENING_MINOR = 1_000_00;
/** In the past, so that entries after it are not in the future. */
export const OPENED_AT = Date.now() - 400 * DAY;

/** Opens an account; `deploy` is a connection that may. */
export async function freshRef(
  deploy: Redis,
  user = freshUser(),
  openingAt = OPENED_AT,
): Promise<AccountRef> {
  const ref = { user, account: freshAccount() };
  await openAccount(deploy, ref, {
    number: '1234567890',
    name: 'Test account',
    currency: 'USD',
    openingBalanceMinor: OPENING_MINOR,
    openingAt,
    ticking: false,
  });
  return ref;
}

let made = 0;

/** Each one later than the one before, an hour ago and later. */
export function posting(changes: Partial<Posting> = {}): Posting {
  made += 1;
  return {
    id: `test-${made}`,
    amountMinor: -12_34,
    counterparty: 'Café Müller',
    counterpartyAccount: '1111111111',
    description: 'Flat white',
    category: 'coffee',
    type: 'card',
    at: Date.now() - HOUR + made * 10,
    ...changes,
  };
}

/** Every key of a customer with all it holds, to see that nothing changed. */
export async function everything(admin: Redis, { user }: AccountRef): Promise<Record<string, string>> {
  const kept: [string, string][] = [];
  for await (const found of admin.scanIterator({ MATCH: `*{${user}}*`, COUNT: 5000 })) {
    for (const key of found) kept.push([key, String(await admin.sendCommand(['DUMP', key]))]);
  }
  return Object.fromEntries(kept.sort());
}
