/** Months, categories and regular payments against adding up the ledger entry by entry, while postings come in too. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { spenders } from '#lib/finance/spenders.ts';
import { monthlySums } from '#lib/finance/totals.ts';
import { upcomingPayments } from '#lib/finance/upcoming.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { type Redis, webRedis } from '#lib/redis/client.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import { repeatedPayments } from '#lib/search/repeated.ts';
import { searchTotals } from '#lib/search/search.ts';
import { DAY, daysOfMonth, HOUR, monthAfter, monthOf } from '#lib/time.ts';
import {
  adminRedis,
  connected,
  newCustomer,
  OPENED_AT,
  randomly,
  somePostings,
  withEntries,
} from '#tests/integration/api/api-world.ts';

const CATEGORIES = ['groceries', 'coffee', 'eating_out', 'income', 'shopping'] as const;

let redis: Redis;
let ref: AccountRef;
let empty: AccountRef;
let booked: Posting[];
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
  [ref, empty] = (await newCustomer(redis, 2)).refs as [AccountRef, AccountRef];
  const { one } = randomly(61);
  booked = await withEntries(
    redis,
    ref,
    // More than one window of the sums holds.
    somePostings(12_000, 61).map((posting) => ({ ...posting, category: one(CATEGORIES) })),
  );
});
afterAll(() => redis.destroy());

const sumOf = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
const sums = (postings: Posting[]) => {
  const amounts = postings.map(({ amountMinor }) => amountMinor);
  return {
    count: amounts.length,
    inMinor: sumOf(amounts.filter((amount) => amount > 0)),
    outMinor: -sumOf(amounts.filter((amount) => amount < 0)) || 0,
  };
};
/** Each is asked for its month some hundred times. */
const months = new Map<Posting, string>();
const monthOfPosting = (posting: Posting): string => {
  const month = months.get(posting) ?? monthOf(posting.at, 'UTC');
  months.set(posting, month);
  return month;
};
const periods = () => ['all', ...new Set(booked.map(monthOfPosting))];
const within = (period: string) =>
  period === 'all' ? booked : booked.filter((posting) => monthOfPosting(posting) === period);
const filterOf = (period: string) => (period === 'all' ? {} : daysOfMonth(period));

function categoriesOf(period: string) {
  return CATEGORIES.map((category) => {
    const ofIt = within(period).filter((posting) => posting.category === category);
    const spent = new Map<string, number>();
    for (const { counterparty, amountMinor } of ofIt) {
      spent.set(counterparty, (spent.get(counterparty) ?? 0) - amountMinor);
    }
    const merchants = [...spent]
      .map(([name, amountMinor]) => ({ name, amountMinor }))
      .sort((a, b) => b.amountMinor - a.amountMinor || (a.name < b.name ? -1 : 1));
    return { category, ...sums(ofIt), merchants };
  })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.outMinor - b.inMinor - (a.outMinor - a.inMinor));
}

async function compareAll(): Promise<void> {
  for (const period of periods()) {
    const { items } = await categorySums(webRedis(), ref, filterOf(period));
    expect(items, period).toEqual(categoriesOf(period));
  }
  expect(await monthlySums(webRedis(), ref)).toEqual(
    periods()
      .slice(1)
      .sort()
      .map((month) => ({ month, ...sums(within(month)) })),
  );
}

describe('months and categories', () => {
  test('are the sums of the entries, to the cent, in all and in each month', async () => {
    expect(periods().length).toBeGreaterThan(9);
    await compareAll();
  });

  test('open transactions of the same sums', async () => {
    for (const period of periods().slice(0, 4)) {
      const { inMinor, outMinor } = sums(within(period));
      expect(await searchTotals(webRedis(), ref, filterOf(period))).toMatchObject({ inMinor, outMinor });
      for (const { category, merchants, ...wanted } of categoriesOf(period)) {
        const totals = await searchTotals(webRedis(), ref, { category, ...filterOf(period) });
        expect(totals).toMatchObject(wanted);
        for (const { name, amountMinor } of merchants.slice(0, 3)) {
          const behind = { category, counterparty: name, ...filterOf(period) };
          expect((await searchTotals(webRedis(), ref, behind)).netMinor).toBe(-amountMinor || 0);
        }
      }
    }
  });

  test('are so after each of many postings, from whichever side of a window they come', async () => {
    const { one, below } = randomly(62);
    for (let made = 0; made < 25; made += 1) {
      const posting: Posting = {
        id: `live-${made}`,
        counterparty: 'Tesco',
        counterpartyAccount: '1',
        description: 'Live',
        amountMinor: (below(3) === 0 ? 1 : -1) * (1 + below(300_00)),
        category: one(CATEGORIES),
        type: 'card',
        at: Math.max(Date.now(), (booked.at(-1)?.at ?? 0) + 1),
      };
      await postEntry(redis, ref, posting);
      booked.push(posting);
      expect(await categorySums(webRedis(), ref, {})).toEqual({
        items: categoriesOf('all'),
        seq: booked.length,
      });
      const month = monthOf(posting.at, 'UTC');
      const { items } = await categorySums(webRedis(), ref, daysOfMonth(month));
      expect(items).toEqual(categoriesOf(month));
    }
    await compareAll();
  });

  test('are none for an account without entries, and for a month without any', async () => {
    expect(await categorySums(webRedis(), empty, {})).toEqual({ items: [], seq: 0 });
    expect(await monthlySums(webRedis(), empty)).toEqual([]);
    expect((await categorySums(webRedis(), ref, daysOfMonth('1999-01'))).items).toEqual([]);
  });
});

test('each spender of a period, and all that Other is made of, open transactions of the same net', async () => {
  for (const period of periods().slice(0, 4)) {
    const { items } = await spenders(webRedis(), ref, period, 500);
    const { otherMinor } = await spenders(webRedis(), ref, period, 2);
    let rest = 0;
    for (const [place, { name, amountMinor }] of items.entries()) {
      const totals = await searchTotals(webRedis(), ref, { counterparty: name, ...filterOf(period) });
      expect(totals.netMinor, `${name} in ${period}`).toBe(-amountMinor);
      if (place >= 2) rest -= totals.netMinor;
    }
    expect(rest).toBe(otherMinor);
  }
});

describe('regular payments', () => {
  const monthly = (counterparty: string, day: number, amountMinor: number): Posting[] =>
    Array.from({ length: 8 }, (_, back) => {
      const month = monthAfter(monthOf(Date.now() - 30 * DAY, 'UTC'), -back);
      return {
        id: `${counterparty}-${back}`,
        amountMinor,
        counterparty,
        counterpartyAccount: '1',
        description: 'Subscription',
        category: 'subscriptions',
        type: 'direct_debit' as const,
        at: Date.parse(`${month}-01T00:00:00Z`) + (day - 1) * DAY + 6 * HOUR,
      };
    });

  test('are found in the ledger among everything else, with their names as they are written', async () => {
    const [own] = (await newCustomer(redis, 1)).refs as [AccountRef];
    const regular = [
      ...monthly('Café & Söhne, {Abo}', 28, -1599),
      ...monthly('NORTHWIND Traders', 27, 548_000),
    ];
    const rest = somePostings(3000, 63).filter(({ counterparty }) => counterparty !== 'Northwind Traders');
    const all = [...regular, ...rest]
      .filter(({ at }) => at > OPENED_AT)
      .sort((a, b) => a.at - b.at)
      .map((posting, index, list) => ({
        ...posting,
        at: posting.at + (list[index - 1]?.at === posting.at ? 1 : 0),
      }));
    await withEntries(redis, own, all);
    const found = await upcomingPayments(own);
    expect(found.map(({ counterparty, amountMinor, every }) => [counterparty, amountMinor, every])).toEqual([
      ['NORTHWIND Traders', 548_000, 'month'],
      ['Café & Söhne, {Abo}', -1599, 'month'],
    ]);
    // Each opens what it was made of.
    for (const { counterparty, count, amountMinor } of found) {
      expect(await searchTotals(webRedis(), own, { counterparty })).toMatchObject({
        count,
        netMinor: count * amountMinor,
      });
    }
  });

  test('that was paid is expected a month later at once, though what was found is kept', async () => {
    const [own] = (await newCustomer(redis, 1)).refs as [AccountRef];
    const asPosted = monthly('Parkview Lettings', 28, -145_000).sort((a, b) => a.at - b.at);
    const booked = asPosted.filter(({ at }) => at > OPENED_AT);
    await withEntries(redis, own, booked);
    const lastAt = booked.at(-1)?.at ?? 0;
    const [before] = await upcomingPayments(own);
    expect(before?.lastAt).toBe(lastAt);
    const again = { ...booked[0], id: 'again', at: Date.now() } as Posting;
    await postEntry(redis, own, { ...again, id: 'else', counterparty: 'Aldi', at: again.at - 1 });
    expect(await upcomingPayments(own)).toEqual([before]);
    await postEntry(redis, own, again);
    expect((await upcomingPayments(own)).map((one) => one.lastAt)).not.toContain(lastAt);
  });

  test('are searched for once, however many ask at once, and again after a search that failed', async () => {
    const [own] = (await newCustomer(redis, 1)).refs as [AccountRef];
    const booked = monthly('Parkview Lettings', 28, -145_000).sort((a, b) => a.at - b.at);
    await withEntries(
      redis,
      own,
      booked.filter(({ at }) => at > OPENED_AT),
    );
    await repeatedPayments(webRedis(), own);
    const sent = vi.spyOn(webRedis(), 'sendCommand');
    await repeatedPayments(webRedis(), own);
    const once = sent.mock.calls.length;
    expect(once).toBeGreaterThan(0);
    sent.mockClear().mockRejectedValue(new Error('no index'));
    const failed = await Promise.allSettled([upcomingPayments(own), upcomingPayments(own)]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    sent.mockRestore();
    const again = vi.spyOn(webRedis(), 'sendCommand');
    const found = await Promise.all(Array.from({ length: 10 }, () => upcomingPayments(own)));
    expect(again).toHaveBeenCalledTimes(once);
    again.mockRestore();
    expect(found.map(([one]) => one?.counterparty)).toEqual(Array(10).fill('Parkview Lettings'));
  });

  test('are looked for among few rows, however long the account is', async () => {
    const rows = await repeatedPayments(webRedis(), ref);
    // Each name of this account comes up more than a thousand times.
    expect(rows).toEqual([]);
    expect(await upcomingPayments(empty)).toEqual([]);
  });
});
