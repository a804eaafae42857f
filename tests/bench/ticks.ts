/**
 * What days of ticks leave on the overview: `npx node tests/bench/ticks.ts`, on a Redis of its own.
 *
 * Bob's year ends eight days ago; from there his ticks are played through the worker as fast as they go, and trimmed above
 * the bound that accounts have. After 15 minutes, 8 hours, three and eight days the figures of the month, and how many
 * entries of the plan there are, are put beside those of an account that has the plan alone.
 */
import { type AccountRef, isAccountId } from '#lib/ids.ts';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

const server = await throwAwayRedis();
Object.assign(process.env, {
  SESSION_SECRETS: '1:bench-secret-bench-secret-bench-secret-0',
  REDIS_URL: server.urls.deploy,
});
await capture(process.execPath, ['ops/deploy.ts'], { env: process.env });

const { history, openingOf } = await import('#demo/past-year.ts');
const { tickOf } = await import('#demo/generator.ts');
const { CURRENCY, CUSTOMERS } = await import('#demo/world.ts');
const { connectRedis } = await import('#lib/redis/client.ts');
const { monthlySums } = await import('#lib/finance/totals.ts');
const { newUserTag } = await import('#lib/identity/users.ts');
const { FLOWS } = await import('#lib/ledger/direction.ts');
const { openAccount } = await import('#lib/ledger/accounts.ts');
const { postHistory, readHead } = await import('#lib/ledger/post.ts');
const { auditAccount } = await import('#lib/ledger/recompute.ts');
const { toDecimalText } = await import('#lib/money.ts');
const { searchTotals } = await import('#lib/search/search.ts');
const { trimAccount } = await import('#lib/ledger/trim.ts');
const { categorySums } = await import('#lib/search/category-sums.ts');
const { DAY, dayOf, daysOfMonth, HOUR, MINUTE, monthAfter, monthOf, TICK } = await import('#lib/time.ts');
const { bookBatch, newBooks } = await import('#worker/booking.ts');
const { TRIM_SLACK } = await import('#worker/trimming.ts');
const { config } = await import('#lib/config.ts');

const redis = await connectRedis(server.urls.admin, { name: 'bench', deadlineMs: 10_000 });
const bob = CUSTOMERS[0]?.accounts[0];
if (!bob) throw new Error('the demo has no first account');
const BOUND = config().ledgerMaxEntries;
const START = tickOf(Date.now() - 8 * DAY) * TICK;

const owner = newUserTag();
async function newAccount(letter: string, endAt: number) {
  const account = `a_${letter.repeat(10)}`;
  if (!isAccountId(account)) throw new Error('the id is none');
  const ref: AccountRef = { user: owner, account };
  const { number, name, openingBalanceMinor } = bob ?? { number: '', name: '', openingBalanceMinor: 0 };
  const openingAt = openingOf(START);
  await openAccount(redis, ref, {
    number,
    name,
    currency: CURRENCY,
    openingBalanceMinor,
    openingAt,
    ticking: true,
  });
  if (bob) {
    const all = history(bob, endAt, 'UTC').filter(({ at }) => at > openingAt);
    await postHistory(redis, ref, all);
  }
  return ref;
}

/** Income and spending: what goes to the savings has no other side here, and is not booked by ticks. */
async function bookedInAYear(ref: AccountRef, now: number): Promise<number> {
  const from = dayOf(now - 364 * DAY, 'UTC');
  const sums = await Promise.all(FLOWS.map((direction) => searchTotals(redis, ref, { direction, from })));
  return sums.reduce((all, { count }) => all + count, 0);
}

/** In, out, and the five greatest categories, each with what it was a month before. */
async function figures(ref: AccountRef, now: number): Promise<string[]> {
  const month = monthOf(now, 'UTC');
  const sums = (await monthlySums(redis, ref)).find((one) => one.month === month);
  const sumsOf = async (one: string) => (await categorySums(redis, ref, daysOfMonth(one))).items;
  const [items, before] = [await sumsOf(month), await sumsOf(monthAfter(month, -1))];
  const spent = (list: typeof items, name: string) => {
    const found = list.find(({ category }) => category === name);
    return found ? found.outMinor - found.inMinor : 0;
  };
  return [
    `in ${toDecimalText(sums?.inMinor ?? 0)}`,
    `out ${toDecimalText(sums?.outMinor ?? 0)}`,
    `${await bookedInAYear(ref, now)} entries in a year`,
    ...items.slice(0, 5).map(({ category }) => {
      const [now, then] = [spent(items, category), spent(before, category)];
      return `${category} ${toDecimalText(now)} (${toDecimalText(now - then)} against the month before)`;
    }),
  ];
}

const ticked = await newAccount('T', START);
const books = newBooks();
let tick = tickOf(START);
let equal = true;
for (const [letter, name, spanMs] of [
  ['m', '15 minutes', 15 * MINUTE],
  ['h', '8 hours', 8 * HOUR],
  ['d', 'three days', 3 * DAY],
  ['e', 'eight days', 8 * DAY - MINUTE],
] as const) {
  const until = START + spanMs;
  for (; tick * TICK <= until - TICK; tick++) {
    const due = new Set([{ ref: ticked, tick: tick + 1, offsetMs: 0 }]);
    const over = await bookBatch(redis, books, due, BOUND + TRIM_SLACK);
    for (const { ref } of over) await trimAccount(redis, ref, BOUND);
  }
  const planned = await newAccount(letter, tick * TICK + 1001);
  const [is, wanted] = [await figures(ticked, until), await figures(planned, until)];
  const { seq } = await readHead(redis, ticked);
  const { count, pendingCount } = await searchTotals(redis, ticked, {});
  console.log(`\nafter ${name}: ${seq} entries booked, ${count} there, ${pendingCount} pending`);
  for (const [at, line] of wanted.entries()) {
    if (is[at] !== line) equal = false;
    console.log(`  ${is[at] === line ? '=' : '≠'} ${String(is[at]).padEnd(64)} plan: ${line}`);
  }
}
const faults = (await auditAccount(redis, ticked))?.faults ?? ['it is gone'];
console.log(
  `\n${equal ? 'ticks leave the figures equal to the plan' : 'the figures are NOT those of the plan'}`,
);
console.log(faults.length === 0 ? 'every number follows from the entries' : faults.join('\n'));
redis.destroy();
await server.stop();
process.exitCode = equal && faults.length === 0 ? 0 : 1;
