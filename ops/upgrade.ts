/** Brings the data of earlier builds to what this one reads. Running it again changes nothing. */
import { upgradeUser } from '#lib/identity/upgrade-user.ts';
import type { AccountRef } from '#lib/ids.ts';
import { noteNumber } from '#lib/ledger/account-numbers.ts';
import { ensureTiers } from '#lib/ledger/ensure-tiers.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys, PREFIX } from '#lib/redis/keys.ts';
import { accountPages, userPages } from './scan.ts';

/** An account whose ledger keeps reservations as pairs of entries, which builds before pending transactions did. */
export class OldLedgerError extends Error {
  override name = 'OldLedgerError';
  constructor({ account }: AccountRef) {
    super(
      `The ledger of account ${account} holds reservations as entries, as an earlier build of the demo wrote them; this build cannot open it. For demo data: npm run seed -- --reset.`,
    );
  }
}

/** Fields of builds that kept reservations in the ledger. */
const FORMER_FIELDS = ['holds', 'booked', 'kept', 'keptTo'];

/**
 * A script and a few reads an account, a script a user, O(1) where nothing is missing. Throws OldLedgerError, before
 * anything is written, for an account that has entries of type hold.
 */
export async function upgradeData(redis: Redis): Promise<void> {
  for await (const refs of accountPages(redis)) {
    for (const ref of refs) if (await hasReservations(redis, ref)) throw new OldLedgerError(ref);
  }
  for await (const refs of accountPages(redis)) {
    await Promise.all(
      refs.flatMap((ref) => [ensureTiers(redis, ref), ensureNumber(redis, ref), ensureAvailable(redis, ref)]),
    );
  }
  for await (const users of userPages(redis))
    await Promise.all(users.map((user) => upgradeUser(redis, user)));
}

/** Their sum was a counter of the totals as soon as there was one. HEXISTS, O(1). */
const hasReservations = async (redis: Redis, ref: AccountRef): Promise<boolean> =>
  (await redis.hExists(keys.totals(ref), 'held')) === 1;

async function ensureNumber(redis: Redis, ref: AccountRef): Promise<void> {
  const number = await redis.hGet(keys.account(ref), 'number');
  if (number) await noteNumber(redis, ref, number);
}

/** Nothing was pending in an account of an earlier build: all of its balance is available. HGET, HSETNX, HDEL, UNLINK. */
async function ensureAvailable(redis: Redis, ref: AccountRef): Promise<void> {
  const balance = await redis.hGet(keys.account(ref), 'balance');
  if (balance) await redis.hSetNX(keys.account(ref), 'available', balance);
  await redis.hDel(keys.account(ref), FORMER_FIELDS);
  await redis.unlink(`${PREFIX}kept:{${ref.user}}:${ref.account}`);
}
