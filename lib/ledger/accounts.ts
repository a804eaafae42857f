/** Accounts: opening, listing, and the one lookup that turns an id from outside into an owned account. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import { type AccountId, type AccountRef, isAccountId, type UserTag } from '#lib/ids.ts';
import { noteNumber } from '#lib/ledger/account-numbers.ts';
import { maskNumber } from '#lib/mask.ts';
import type { Redis } from '#lib/redis/client.ts';
import { copied } from '#lib/redis/copies.ts';
import { BALANCE_TIER_NAMES, BALANCE_TIERS, keys, RAW_SAMPLES_KEPT_MS } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { minor } from '#lib/whole-number.ts';

const accountIdSchema = z
  .custom<AccountId>((value) => typeof value === 'string' && isAccountId(value))
  .meta({ type: 'string' });

/** An account as its customer sees it. */
export const accountSchema = z
  .object({
    id: accountIdSchema,
    /** Masked; `withFullNumbers` has the whole number. */
    number: z.string().describe('Masked unless `detailsForMs` is above 0: `•••• 3161`.'),
    name: z.string(),
    currency: z.string(),
    balanceMinor: minor.describe('The sum of all booked entries.'),
    availableMinor: minor.describe('The balance less what is pending outwards: what can be spent.'),
    seq: z.number().int().describe('Of the newest entry; 0 before the first.'),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof accountSchema>;

/** The account hash as stored. Balances count from the opening. */
export const accountHashSchema = z.object({
  number: z.string(),
  name: z.string(),
  currency: z.string(),
  balance: z.coerce.number().int(),
  seq: z.coerce.number().int(),
  /** The balance less what is pending outwards. */
  available: z.coerce.number().int(),
  /** The entries above it are there. */
  openingSeq: z.coerce.number().int(),
  openingBalance: z.coerce.number().int(),
  openingAt: z.coerce.number().int(),
  /** Of the last event: an entry, or the beginning or end of a pending transaction. */
  lastAt: z.coerce.number().int(),
  ticking: z.enum(['0', '1']),
  /** The last tick that was done: each happens once. */
  tick: z.coerce.number().int().default(0),
  /** The last event of a day's plan, by its id; '' before the first. */
  planned: z.string().default(''),
  /** The last of what a watcher saw ahead of the plan: its id and when, in milliseconds; '' before the first. */
  drawn: z.string().default(''),
  /** What payments and own transfers took from it, and brought, in minor units; they only grow, whatever is trimmed. */
  paidOut: z.coerce.number().int().default(0),
  paidIn: z.coerce.number().int().default(0),
  /** When it was closed, in milliseconds: it takes no more payments. */
  closed: z.coerce.number().int().optional(),
});
export type AccountHash = z.infer<typeof accountHashSchema>;

export type Opening = {
  number: string;
  name: string;
  currency: string;
  openingBalanceMinor: number;
  openingAt: number;
  ticking: boolean;
};

const openScript = luaScript('lib/ledger/open-account.lua');

/**
 * Opens an account atomically: the hash and the balance series with its compactions, which starts with the opening
 * balance; then it is found by its number. An open account is left as it is. Answers whether it was opened now. One
 * script: TS.CREATE, TS.CREATERULE, TS.ADD, HSET; then GET and SET, each O(1).
 */
export async function openAccount(redis: Redis, ref: AccountRef, opening: Opening): Promise<boolean> {
  const fields: Record<Exclude<keyof AccountHash, 'paidOut' | 'paidIn' | 'closed'>, string> = {
    number: opening.number,
    name: opening.name,
    currency: opening.currency,
    balance: String(opening.openingBalanceMinor),
    available: String(opening.openingBalanceMinor),
    seq: '0',
    openingSeq: '0',
    openingBalance: String(opening.openingBalanceMinor),
    openingAt: String(opening.openingAt),
    lastAt: String(opening.openingAt),
    ticking: opening.ticking ? '1' : '0',
    tick: '0',
    planned: '',
    drawn: '',
  };
  const opened = await openScript(
    redis,
    [
      keys.account(ref),
      keys.balanceSeries(ref),
      ...BALANCE_TIER_NAMES.map((tier) => keys.balanceSeries(ref, tier)),
    ],
    [
      JSON.stringify({
        openingBalance: fields.openingBalance,
        openedAt: opening.openingAt,
        tiers: BALANCE_TIER_NAMES.map((tier) => BALANCE_TIERS[tier]),
        rawKeptMs: RAW_SAMPLES_KEPT_MS,
        fields,
      }),
    ],
  );
  await noteNumber(redis, ref, opening.number);
  return opened === 1;
}

/** HGETALL, O(1), or a copy. Null when there is no such account. */
export const readAccountHash = (redis: Redis, ref: AccountRef): Promise<AccountHash | null> =>
  copied(redis, keys.account(ref), 'account', async () => {
    const hash = await redis.hGetAll(keys.account(ref));
    return Object.keys(hash).length === 0 ? null : accountHashSchema.parse({ ...hash });
  });

/** The customer's accounts in their own order, the current account first: JSON.GET, then one HGETALL each, or copies. */
export async function listAccounts(redis: Redis, user: UserTag): Promise<Account[]> {
  const ids = await accountIds(redis, user);
  const accounts = await Promise.all(ids.map((id) => readAccount(redis, { user, account: id })));
  return accounts.filter((account) => account !== null);
}

/**
 * Those of a customer's accounts that one list shows, with its sums: the one of `id`, else all of them, or the first
 * alone where they have several currencies, since sums need one. Throws not_found when `id` is none of them.
 */
export function listedTogether(accounts: readonly Account[], id: string | undefined): Account[] {
  const [first] = accounts;
  if (id === undefined) {
    return accounts.every(({ currency }) => currency === first?.currency)
      ? [...accounts]
      : accounts.slice(0, 1);
  }
  const chosen = accounts.filter((account) => account.id === id);
  if (chosen.length === 0) throw new BankError('not_found', 'There is no such account.');
  return chosen;
}

/**
 * These accounts with whole numbers, for a session that may see them (lib/sign-in/own-details.ts) and for the start.
 * HGETALL each, O(1).
 */
export const withFullNumbers = (
  redis: Redis,
  user: UserTag,
  accounts: readonly Account[],
): Promise<Account[]> =>
  Promise.all(
    accounts.map(async (account) => {
      const hash = await readAccountHash(redis, { user, account: account.id });
      return hash ? { ...account, number: hash.number } : account;
    }),
  );

/**
 * The account `id` of this customer. The customer's tag, which comes from the session, is part of the key: another's
 * account is a key that does not exist. Throws not_found for unknown, foreign and malformed ids alike. HGETALL, O(1),
 * or a copy.
 */
export async function requireAccount(
  redis: Redis,
  user: UserTag,
  id: string,
): Promise<{ ref: AccountRef; account: Account }> {
  const ref = isAccountId(id) ? { user, account: id } : null;
  const account = ref && (await readAccount(redis, ref));
  if (!ref || !account) throw new BankError('not_found', 'There is no such account.');
  return { ref, account };
}

async function readAccount(redis: Redis, ref: AccountRef): Promise<Account | null> {
  const hash = await readAccountHash(redis, ref);
  return (
    hash && {
      id: ref.account,
      number: maskNumber(hash.number),
      name: hash.name,
      currency: hash.currency,
      balanceMinor: hash.balance,
      availableMinor: hash.available,
      seq: hash.seq,
    }
  );
}

const accountIds = (redis: Redis, user: UserTag): Promise<readonly AccountId[]> =>
  copied(redis, keys.user(user), 'accounts', async () => {
    const found = (await redis.json.get(keys.user(user), { path: '$.accounts' })) as unknown;
    return z.array(z.array(accountIdSchema)).catch([]).parse(found)[0] ?? [];
  });
