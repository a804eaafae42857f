/**
 * Loads the demo: people, accounts and twelve months of history, once. Interrupted, it goes on where it stopped:
 * the end of the history is written down first, every entry follows from it, and each account's seq says how far
 * it came. `--reset` removes the bank's keys first, and only those; `--customers` and `--entries` add a crowd.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { history, openingOf } from '#demo/past-year.ts';
import { CURRENCY, CUSTOMERS, DEMO_PASSWORD, type DemoCustomer, STAFF } from '#demo/world.ts';
import { config } from '#lib/config.ts';
import { createUser, findUserTag, newUserTag } from '#lib/identity/users.ts';
import { type AccountId, isAccountId, isUserTag, type UserTag } from '#lib/ids.ts';
import { listAccounts, openAccount, withFullNumbers } from '#lib/ledger/accounts.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { HISTORY_LOADED } from '#lib/readiness/readiness.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys, PREFIX } from '#lib/redis/keys.ts';
import { type SessionSignal, signalChannel } from '#lib/sessions/signals.ts';
import { SECOND } from '#lib/time.ts';
import { adminRedis } from '#ops/admin-redis.ts';
import { progressBar } from '#ops/progress.ts';
import { type Crowd, crowdSchema, seedCrowd } from '#ops/seed-crowd.ts';
import { addTicking } from '#worker/ticking.ts';

const HISTORY_END = 'historyEndsAt';

const say = (text: string) => process.stdout.write(`${text}\n`);

export async function seed(redis: Redis): Promise<void> {
  if (await redis.hExists(keys.deployed(), HISTORY_LOADED)) {
    say('The demo is loaded already.');
    return;
  }
  const startedAt = Date.now();
  const endAt = await historyEnd(redis);
  for (const { username, role, profile } of STAFF) {
    if (!(await findUserTag(redis, username))) {
      await createUser(redis, { username, role, profile, password: DEMO_PASSWORD, accounts: [] });
    }
  }
  const entries = await loadHistory(redis, endAt);
  await redis.hSet(keys.deployed(), HISTORY_LOADED, String(await redisNow(redis)));
  say(`${entries.toLocaleString('en')} entries in ${((Date.now() - startedAt) / SECOND).toFixed(1)} s.`);
}

/** The moment the history ends, the same for every attempt to load it. */
async function historyEnd(redis: Redis): Promise<number> {
  await redis.hSetNX(keys.deployed(), HISTORY_END, String(await redisNow(redis)));
  return Number(await redis.hGet(keys.deployed(), HISTORY_END));
}

async function loadHistory(redis: Redis, endAt: number): Promise<number> {
  const { timeZone, ledgerMaxEntries } = config();
  const loads = [];
  for (const customer of CUSTOMERS) {
    const user = await openCustomer(redis, customer, endAt);
    const accounts = await withFullNumbers(redis, user, await listAccounts(redis, user));
    for (const demo of customer.accounts) {
      const account = accounts.find(({ number }) => number === demo.number);
      if (!account) throw new Error(`account ${demo.name} of ${customer.username} is missing`);
      const left = history(demo, endAt, timeZone).slice(account.seq);
      loads.push({ ref: { user, account: account.id }, demo, left });
    }
  }
  const total = loads.reduce((sum, { left }) => sum + left.length, 0);
  const onProgress = progressBar('history', total);
  for (const { ref, demo, left } of loads) {
    await postHistory(redis, ref, left, onProgress);
    await trimAccount(redis, ref, ledgerMaxEntries);
    // Only now may the worker post to it: a load is not to be interrupted by a tick.
    if (demo.kind === 'current') await addTicking(redis, ref);
  }
  return total;
}

/** The customer with all their accounts open, each from a year before the end of the history. */
async function openCustomer(redis: Redis, customer: DemoCustomer, endAt: number): Promise<UserTag> {
  const { username, profile } = customer;
  const known = await findUserTag(redis, username);
  const user = known ?? newUserTag();
  const ids = known
    ? (await listAccounts(redis, known)).map(({ id }) => id)
    : customer.accounts.map(newAccountId);
  // Accounts first: a customer who can sign in has accounts to see.
  for (const [index, account] of customer.accounts.entries()) {
    const id = ids[index];
    if (!id) throw new Error(`${username} has fewer accounts than the demo; load again with --reset`);
    const { number, name, openingBalanceMinor, kind } = account;
    const opening = { openingBalanceMinor, openingAt: openingOf(endAt), ticking: kind === 'current' };
    await openAccount(redis, { user, account: id }, { number, name, currency: CURRENCY, ...opening });
  }
  if (!known) {
    const password = DEMO_PASSWORD;
    await createUser(redis, { username, profile, role: 'user', password, accounts: ids, user });
  }
  return user;
}

function newAccountId(): AccountId {
  const id = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!isAccountId(id)) throw new TypeError('an account id is a_ and ten characters');
  return id;
}

/**
 * Removes every key of the bank, and no other: SCAN by prefix and UNLINK, never FLUSHALL. O(keys). Accounts first:
 * without its account nothing can be posted, so that a worker that runs meanwhile leaves nothing behind the scan. Streams
 * of the sessions that are gone are told last, when nobody can come back with one.
 */
export async function reset(redis: Redis): Promise<void> {
  const signedIn: UserTag[] = [];
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}sessions:{*`, COUNT: 1000 })) {
    signedIn.push(...found.map((key) => /\{([^}]+)\}/.exec(key)?.[1] ?? '').filter(isUserTag));
  }
  const removed = (await remove(redis, `${PREFIX}account:*`)) + (await remove(redis, `${PREFIX}*`));
  const signal: SessionSignal = { kind: 'ended_all', except: '', reason: 'staff' };
  await Promise.all(signedIn.map((user) => redis.publish(signalChannel(user), JSON.stringify(signal))));
  say(`${removed.toLocaleString('en')} keys removed.`);
}

async function remove(redis: Redis, pattern: string): Promise<number> {
  let removed = 0;
  for await (const found of redis.scanIterator({ MATCH: pattern, COUNT: 1000 })) {
    // One by one, sent together: keys of different customers are in different slots. SCAN may show a key twice.
    const gone = await Promise.all(found.map((key) => redis.unlink(key)));
    removed += gone.reduce((sum, count) => sum + count, 0);
  }
  return removed;
}

/** Throws with one sentence for words that it does not know. */
function wanted(words: string[]): { reset: boolean; crowd: Crowd | null } {
  const text = { type: 'string' } as const;
  const options = { reset: { type: 'boolean', default: false }, customers: text, entries: text } as const;
  const { reset, customers, entries } = parseArgs({ args: words, options }).values;
  if (customers === undefined && entries === undefined) return { reset, crowd: null };
  const crowd = crowdSchema.safeParse({ customers: Number(customers), entries: Number(entries) });
  if (!crowd.success) throw new RangeError('Give both: --customers 5000 --entries 1000000.');
  return { reset, crowd: crowd.data };
}

async function main(): Promise<void> {
  if (!config().demo) throw new Error('The production profile has no demo people.');
  const { reset: afresh, crowd } = wanted(process.argv.slice(2));
  const redis = await adminRedis('seed');
  // A reader that is gone (`… | head`) is no reason to stop half-way.
  process.stdout.on('error', () => undefined);
  if (afresh) await reset(redis);
  await seed(redis);
  if (crowd) await seedCrowd(redis, crowd);
  await redis.close();
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    // What was asked for wrongly is a sentence; anything else is a defect and shows its stack.
    const asked = error instanceof RangeError || (error instanceof TypeError && 'code' in error);
    if (!asked) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
