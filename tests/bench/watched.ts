/**
 * What a watcher does to the month's totals: `npx node tests/bench/watched.ts [days, 7]`, on a Redis of its own.
 *
 * The year of each demo customer ends so many days ago; from there two accounts tick through the worker as fast as they go,
 * one with a listener all the time. After a day and at the end the months that those days touch are put beside the plan's,
 * and the first minutes and the days of who watched are listed. Promise: spending within 15% of the plan's.
 */
import { type AccountRef, isAccountId, isUserTag } from '#lib/ids.ts';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

const DAYS = Number(process.argv[2] ?? 7);
const PROMISE = 0.15;
const MANY = 1_000_000;

const server = await throwAwayRedis();
Object.assign(process.env, {
  SESSION_SECRETS: '1:bench-secret-bench-secret-bench-secret-0',
  REDIS_URL: server.urls.deploy,
});
await capture(process.execPath, ['ops/deploy.ts'], { env: process.env });

const { dayPlan } = await import('#demo/day-plan.ts');
const { tickOf } = await import('#demo/generator.ts');
const { history, openingOf } = await import('#demo/past-year.ts');
const { CURRENCY, CUSTOMERS } = await import('#demo/world.ts');
const { openAccount } = await import('#lib/ledger/accounts.ts');
const { postHistory } = await import('#lib/ledger/post.ts');
const { readLedger, seqRange, seqsDown } = await import('#lib/ledger/read-entries.ts');
const { auditAccount } = await import('#lib/ledger/recompute.ts');
const { toDecimalText } = await import('#lib/money.ts');
const { connectRedis } = await import('#lib/redis/client.ts');
const { keys } = await import('#lib/redis/keys.ts');
const { DAY, dayOf, daysAfter, monthOf, startOfDay, TICK, timeOf } = await import('#lib/time.ts');
const { bookBatch, newBooks } = await import('#worker/booking.ts');

type Booked = { at: number; id: string; amountMinor: number; category: string; counterparty: string };

const redis = await connectRedis(server.urls.admin, { name: 'bench', deadlineMs: 10_000 });
const START = tickOf(Date.now() - DAYS * DAY) * TICK;
const people = CUSTOMERS.flatMap(({ username, accounts: [account] }) =>
  account?.kind === 'current' ? [{ username, account }] : [],
);

async function begin(letter: string, account: (typeof people)[number]['account']): Promise<AccountRef> {
  const [user, id] = [letter.repeat(22), `a_${letter.repeat(10)}`];
  if (!isUserTag(user) || !isAccountId(id)) throw new Error('the ids are none');
  const ref = { user, account: id };
  const { number, name, openingBalanceMinor } = account;
  const openingAt = openingOf(START);
  const opening = { number, name, currency: CURRENCY, openingBalanceMinor, openingAt, ticking: true };
  await openAccount(redis, ref, opening);
  await postHistory(redis, ref, history(account, START, 'UTC'));
  return ref;
}

async function bookedIn(ref: AccountRef, month: string): Promise<Booked[]> {
  const { first, last } = await seqRange(redis, ref);
  const entries = await readLedger(redis, ref, seqsDown(last, Math.max(first, last - 2000)).reverse());
  return entries
    .filter((entry) => entry.month === month && entry.direction !== 'moved')
    .map(({ transactionDate, amount, ...entry }) => ({ ...entry, at: transactionDate, amountMinor: amount }));
}

const planned = (account: (typeof people)[number]['account'], month: string, until: number): Booked[] => {
  const all: Booked[] = [];
  for (
    let date = `${month}-01`;
    startOfDay(date, 'UTC') <= until && date.startsWith(month);
    date = daysAfter(date, 1)
  )
    all.push(
      ...dayPlan(account, date, 'UTC').filter(({ type, at }) => type !== 'own_transfer' && at <= until),
    );
  return all;
};

const sumOf = (some: readonly Booked[], sign: 1 | -1, category?: string) =>
  some
    .filter((one) => Math.sign(one.amountMinor) === sign && (!category || one.category === category))
    .reduce((sum, { amountMinor }) => sum + sign * amountMinor, 0);

let kept = true;
function report(what: string, booked: readonly Booked[], plan: readonly Booked[], isPromised: boolean) {
  const figure = (name: string, is: number, wanted: number) => {
    const off =
      wanted === 0 ? '' : ` (${is >= wanted ? '+' : ''}${((100 * (is - wanted)) / wanted).toFixed(1)}%)`;
    return `${name} ${toDecimalText(is)} / ${toDecimalText(wanted)}${off}`;
  };
  const [out, wanted] = [sumOf(booked, -1), sumOf(plan, -1)];
  if (isPromised && Math.abs(out / wanted - 1) > PROMISE) kept = false;
  console.log(`  ${what}: ${figure('out', out, wanted)}, ${figure('in', sumOf(booked, 1), sumOf(plan, 1))}`);
  const categories = [...new Set(plan.map(({ category }) => category))]
    .toSorted((one, other) => sumOf(plan, -1, other) - sumOf(plan, -1, one))
    .slice(0, 6);
  console.log(
    `    ${categories.map((name) => figure(name, sumOf(booked, -1, name), sumOf(plan, -1, name))).join(' · ')}`,
  );
}

const books = newBooks();
for (const [index, { username, account }] of people.entries()) {
  const alone = await begin(String.fromCharCode(65 + index), account);
  const watched = await begin(String.fromCharCode(97 + index), account);
  const listener = redis.duplicate();
  await listener.connect();
  await listener.subscribe(keys.live(watched.user), () => undefined);
  const until = async (end: number, from: number) => {
    for (let tick = tickOf(from) + 1; tick * TICK <= end; tick++)
      await bookBatch(
        redis,
        books,
        new Set([alone, watched].map((ref) => ({ ref, tick, offsetMs: 0 }))),
        MANY,
      );
    for (const month of new Set([monthOf(START, 'UTC'), monthOf(end, 'UTC')])) {
      console.log(
        `\n${username}, ${month}, after ${((end - START) / DAY).toFixed(0)} days, booked / planned:`,
      );
      const plan = planned(account, month, end);
      report('nobody watched', await bookedIn(alone, month), plan, false);
      report('watched      ', await bookedIn(watched, month), plan, true);
    }
  };
  await until(START + DAY, START);
  await until(START + DAYS * DAY - TICK, START + DAY);
  const months = [...new Set([monthOf(START, 'UTC'), monthOf(START + DAYS * DAY, 'UTC')])];
  const seen = (await Promise.all(months.map((month) => bookedIn(watched, month)))).flat();
  const since = seen.filter(({ at }) => at > START);
  console.log(`\n${username}: what a watcher saw first, from ${timeOf(START, 'UTC')}`);
  for (const { at, counterparty, category, amountMinor } of since.slice(0, 10))
    console.log(`  ${timeOf(at, 'UTC')} ${toDecimalText(amountMinor)} ${counterparty} (${category})`);
  const days = Map.groupBy(since, ({ at }) => dayOf(at, 'UTC'));
  console.log(`  entries a day: ${[...days].map(([day, some]) => `${day} ${some.length}`).join(', ')}`);
  for (const ref of [alone, watched])
    for (const fault of (await auditAccount(redis, ref))?.faults ?? ['it is gone']) {
      kept = false;
      console.log(`  WRONG: ${fault}`);
    }
  listener.destroy();
}
console.log(`\n${kept ? 'the promise is kept' : 'the promise is NOT kept'}`);
redis.destroy();
await server.stop();
process.exitCode = kept ? 0 : 1;
