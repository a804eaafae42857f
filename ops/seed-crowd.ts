/**
 * `npm run seed -- --customers 5000 --entries 1000000`: further customers beside the demo's, each with a share of the
 * entries, who tick spread over the ten seconds. Interrupted anywhere, the same command goes on: who they are and what
 * they did follow from their number and from an end that is written down first.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { crowdCustomer } from '#demo/crowd.ts';
import { DAILY_ENTRIES } from '#demo/day-plan.ts';
import { history, openingOf } from '#demo/past-year.ts';
import { CURRENCY, DEMO_PASSWORD } from '#demo/world.ts';
import { config } from '#lib/config.ts';
import { type Credential, newCredential } from '#lib/identity/credentials.ts';
import { createUser, findUserTag } from '#lib/identity/users.ts';
import { type AccountRef, isAccountId, isUserTag } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { postHistory, readHead } from '#lib/ledger/post.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { progressBar } from '#ops/progress.ts';
import { addTicking } from '#worker/ticking.ts';

/** Field of the hash of the deploy step. */
const CROWD = 'crowd';
/** While Redis books for one, the next one's entries are made. */
const AT_ONCE = 4;

export const crowdSchema = z.strictObject({
  customers: z.int().min(1).max(1_000_000),
  entries: z.int().min(1).max(1_000_000_000),
});
export type Crowd = z.infer<typeof crowdSchema>;
const plannedSchema = crowdSchema.extend({ endAt: z.int(), done: z.boolean() });

/** Throws a RangeError for another crowd than the one that is there. */
export async function seedCrowd(redis: Redis, wanted: Crowd): Promise<void> {
  const first = JSON.stringify({ ...wanted, endAt: await redisNow(redis), done: false });
  await redis.hSetNX(keys.deployed(), CROWD, first);
  const plan = plannedSchema.parse(JSON.parse((await redis.hGet(keys.deployed(), CROWD)) ?? ''));
  const { customers, entries, endAt, done } = plan;
  if (customers !== wanted.customers || entries !== wanted.entries) {
    throw new RangeError(
      `There is a crowd of ${customers} customers with ${entries} entries${done ? '' : ', half loaded'}: give its numbers, or --reset.`,
    );
  }
  if (done) return void process.stdout.write('The crowd is loaded already.\n');
  process.stdout.write('Ctrl-C stops it: the same command goes on, --reset begins anew.\n');
  const credential = await newCredential(redis, DEMO_PASSWORD);
  const onProgress = progressBar('history', entries);
  const numbers = Array.from({ length: customers }, (_, index) => index + 1).values();
  const load = async () => {
    for (const number of numbers) {
      const count = Math.floor(entries / customers) + (number <= entries % customers ? 1 : 0);
      await loadCustomer(redis, { number, count, endAt }, credential, onProgress);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, load));
  await redis.hSet(keys.deployed(), CROWD, JSON.stringify({ ...plan, done: true }));
}

type Load = { number: number; count: number; endAt: number };

async function loadCustomer(
  redis: Redis,
  load: Load,
  credential: Credential,
  onProgress: (entries: number) => void,
): Promise<void> {
  const { number, count, endAt } = load;
  const { account, ...customer } = crowdCustomer(number);
  const ref = refOf(load);
  const days = Math.ceil(count / DAILY_ENTRIES.min) + 1;
  const { openingBalanceMinor, number: accountNumber, name } = account;
  await openAccount(redis, ref, {
    number: accountNumber,
    name,
    currency: CURRENCY,
    openingBalanceMinor,
    openingAt: openingOf(endAt, days),
    ticking: true,
  });
  if (!(await findUserTag(redis, customer.username))) {
    const accounts = [ref.account];
    await createUser(redis, { ...customer, role: 'user', password: credential, accounts, user: ref.user });
  }
  const { seq } = await readHead(redis, ref);
  onProgress(Math.min(seq, count));
  const all = history(account, endAt, config().timeZone, days);
  const left = all.slice(all.length - count + seq);
  await postHistory(redis, ref, left, onProgress);
  await trimAccount(redis, ref, config().ledgerMaxEntries);
  await addTicking(redis, ref, true);
}

/** The same at every attempt, and another in every bank. */
function refOf({ number, endAt }: Load): AccountRef {
  const hash = createHash('sha256').update(`${endAt}:${number}`).digest('base64url');
  const [user, account] = [
    Buffer.from(hash, 'base64url').subarray(0, 16).toString('base64url'),
    `a_${hash.slice(22, 32)}`,
  ];
  if (!isUserTag(user) || !isAccountId(account)) throw new TypeError(`${user} ${account}`);
  return { user, account };
}
