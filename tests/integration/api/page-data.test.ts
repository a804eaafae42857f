import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chooseAccount } from '#app/_access/chosen-account.ts';
import { readSteadily } from '#app/_access/read-steadily.ts';
import { questionIn } from '#app/_access/search-params.ts';
import { overviewData } from '#app/(bank)/overview/data.ts';
import { LATEST_ROWS } from '#app/(bank)/overview/overview-state.ts';
import { transactionData, transactionsData } from '#app/(bank)/transactions/data.ts';
import type { AccountRef } from '#lib/ids.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { readLog } from '#lib/live/live-log.ts';
import { resetMerchantCategory, setMerchantCategory } from '#lib/notes/merchant-category.ts';
import { cachedRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { filterSchema } from '#lib/search/filter.ts';
import { searchTotals } from '#lib/search/search.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { monthOf } from '#lib/time.ts';
import {
  adminRedis,
  type Customer,
  connected,
  newCustomer,
  OPENING_MINOR,
  pendingOf,
  signedIn,
  somePostings,
  withEntries,
} from './api-world.ts';

let redis: Redis;
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
});
afterAll(() => redis.destroy());

async function customerWith(
  entries: number,
): Promise<{ customer: Customer; refs: AccountRef[]; session: Session; again: () => Promise<Session> }> {
  const customer = await newCustomer(redis, 2);
  const [ref] = customer.refs;
  if (ref && entries > 0) await withEntries(redis, ref, somePostings(entries, 60));
  const headers = new Headers(await signedIn(redis, customer.user));
  const again = () => requireSession(headers, { ask: 'redis' });
  return { customer, refs: customer.refs, session: await again(), again };
}

const post = (ref: AccountRef, id: string) =>
  postEntry(redis, ref, { ...(somePostings(1, 61)[0] as Posting), id, at: Date.now() });

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

describe('the overview', () => {
  test('is there without the search, and then says nothing of what is due', async () => {
    const { session } = await customerWith(20);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const send = webRedis().sendCommand.bind(webRedis());
    const search = vi.spyOn(webRedis(), 'sendCommand').mockImplementation((async (
      ...words: Parameters<typeof send>
    ) => {
      if (String(words[0]).startsWith('FT.')) throw new Error('no such index');
      return send(...words);
    }) as never);
    const data = await overviewData(session);
    const asked = search.mock.calls.length;
    search.mockRestore();
    expect(data?.initial).toMatchObject({ seq: 20, due: null });
    expect(data?.initial.latest).toHaveLength(LATEST_ROWS);
    expect(asked).toBeGreaterThan(0);
    expect(said).toHaveBeenCalled();
    said.mockRestore();
  });

  test('says when the last event was, also of a pending transaction, which is no entry', async () => {
    const { refs, session } = await customerWith(3);
    const [ref] = refs as [AccountRef];
    const at = Date.now() - 1000;
    await authorize(redis, ref, pendingOf('waiting', -5_00, at));
    expect((await overviewData(session))?.initial).toMatchObject({ seq: 3, at });
  });

  test('is all of one moment, however much is posted while it is read', async () => {
    const { refs, session } = await customerWith(60);
    const [ref] = refs as [AccountRef];
    const endAt = Date.now() + 1500;
    const posted = (async () => {
      for (let at = 0; Date.now() < endAt; at++) {
        await post(ref, `race-${at}`);
        await sleep(50);
      }
    })();
    try {
      while (Date.now() < endAt) {
        const data = await overviewData(session);
        if (!data) throw new Error('no overview');
        const { initial, start } = data;
        expect(initial.latest[0]?.seq).toBe(initial.seq);
        expect(initial.latest[0]?.balanceAfterMinor).toBe(initial.balanceMinor);
        expect(initial.latest[0]?.at).toBe(initial.at);
        expect(initial.points.at(-1)?.yMinor).toBe(initial.balanceMinor);
        // What the log has after `start` begins no later than what the data lacks.
        expect(start.seqs).toEqual({ [ref.account]: initial.seq, [refs[1]?.account ?? '']: 0 });
        // Months are counters, and the balance is a series: each says the same.
        const net = sum(initial.months.map(({ inMinor, outMinor }) => inMinor - outMinor));
        expect(OPENING_MINOR + net).toBe(initial.balanceMinor);
        const { events } = await readLog(webRedis(), ref.user, start.after);
        const [event] = events;
        if (event?.name === 'transaction') expect(event.data.entry.seq).toBeLessThanOrEqual(initial.seq + 1);
      }
    } finally {
      await posted;
    }
  });

  test('is read anew when something was posted meanwhile', async () => {
    const { refs, customer } = await customerWith(3);
    const [ref] = refs as [AccountRef];
    const chosen = await chooseAccount(customer.user, undefined);
    if (!chosen) throw new Error('no account');
    let reads = 0;
    const { account, data } = await readSteadily(chosen, async () => {
      reads += 1;
      const totals = await searchTotals(webRedis(), ref, {});
      if (reads < 3) await post(ref, `between-${reads}`);
      return totals;
    });
    expect([reads, account.seq, data.count]).toEqual([3, 5, 5]);
  });

  test('is proven by Redis, not by a copy that agrees with itself', async () => {
    const { refs, customer } = await customerWith(3);
    const [ref] = refs as [AccountRef];
    const chosen = await chooseAccount(customer.user, undefined);
    if (!chosen) throw new Error('no account');
    const pushes = cachedRedis().rawListeners('invalidate') as (() => void)[];
    cachedRedis().removeAllListeners('invalidate');
    try {
      let reads = 0;
      const { account } = await readSteadily(chosen, async () => {
        reads += 1;
        if (reads === 1) await redis.hIncrBy(keys.account(ref), 'seq', 1);
      });
      expect([reads, account.seq]).toEqual([2, 4]);
    } finally {
      for (const push of pushes) cachedRedis().on('invalidate', push);
    }
  });

  test('has what its cards show', async () => {
    const { refs, session } = await customerWith(60);
    const data = await overviewData(session);
    const [ref] = refs as [AccountRef];
    const month = monthOf(Date.now(), 'UTC');
    expect(data).toMatchObject({
      account: { id: ref.account, name: 'Current account', currency: 'USD' },
      initial: { seq: 60, range: '1mo', categories: {}, fresh: [] },
      start: { after: '0-0', seqs: { [ref.account]: 60 } },
    });
    expect(data?.accounts.map(({ id }) => id)).toEqual(refs.map(({ account }) => account));
    expect(data?.initial.latest).toHaveLength(LATEST_ROWS);
    expect(data?.initial.months.at(-1)?.month).toBe(month);
    expect(data?.accounts.map(({ availableMinor }) => availableMinor)).toEqual([
      data?.initial.availableMinor,
      OPENING_MINOR,
    ]);
    expect(data?.periods.length).toBeGreaterThan(8);
    expect(data?.periods).toEqual([...(data?.periods ?? [])].sort().reverse());
    expect(Math.abs((data?.now ?? 0) - Date.now())).toBeLessThan(5000);
  });

  test('takes along which categories the customer gave merchants, at once, since live postings come as booked', async () => {
    const { customer, session } = await customerWith(3);
    expect((await overviewData(session))?.start.categories).toEqual({});
    await setMerchantCategory(webRedis(), customer.user, { counterparty: 'Costco', category: 'groceries' });
    expect((await overviewData(session))?.start.categories).toEqual({ Costco: 'groceries' });
    await resetMerchantCategory(webRedis(), customer.user, 'Costco');
    expect((await overviewData(session))?.start.categories).toEqual({});
  });

  test('shows the account that was chosen, and an account to which nothing was booked', async () => {
    const { refs, session } = await customerWith(3);
    const data = await overviewData(session, refs[1]?.account);
    expect(data?.account.id).toBe(refs[1]?.account);
    expect(data?.initial).toMatchObject({ balanceMinor: OPENING_MINOR, seq: 0, latest: [] });
    expect(data?.periods).toEqual([]);
  });

  test('keeps balance and latest entries of the first account in the session document, once a posting', async () => {
    const { refs, session, again } = await customerWith(7);
    const [first, second] = refs as [AccountRef, AccountRef];
    await overviewData(session, second.account);
    expect((await again()).document).not.toHaveProperty('currentBalanceAmount');
    const data = await overviewData(session);
    const kept = await again();
    expect(kept.document).toMatchObject({
      currentBalanceAmount: { x: data?.initial.at, y: data?.initial.balanceMinor },
      lastTransactions: [7, 6, 5, 4, 3].map((seq) => ({ account: first.account, seq })),
    });
    await overviewData(kept);
    expect((await again()).document).toEqual(kept.document);
  });

  test('is nothing for people without accounts, and not found for an account of somebody else', async () => {
    const newcomer = await newCustomer(redis, 0);
    const session = await requireSession(new Headers(await signedIn(redis, newcomer.user)));
    expect(await overviewData(session)).toBeNull();
    expect(await transactionsData(session, {}, 'en')).toBeNull();
    const { refs } = await customerWith(0);
    const theirs = refs[0]?.account ?? '';
    for (const id of [theirs, 'a_0123456789', '', '*']) {
      await expect(overviewData(session, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(transactionsData(session, { account: id }, 'en')).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(transactionData(session, id, '1')).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('the transactions page', () => {
  test('begins with the first page and the totals of what its address asks for', async () => {
    const { refs, session } = await customerWith(120);
    const [ref] = refs as [AccountRef];
    const data = await transactionsData(session, { q: 'tesco', direction: 'out' }, 'en');
    expect(data?.filter).toEqual({ q: 'tesco', direction: 'out' });
    expect(data?.narrowed).toBeNull();
    expect(data?.start.seqs).toEqual({ [ref.account]: 120, [refs[1]?.account ?? '']: 0 });
    expect(
      data?.page.items.every(({ counterparty, amountMinor }) => counterparty === 'Tesco' && amountMinor < 0),
    ).toBe(true);
    expect(data?.totals).toEqual(await searchTotals(webRedis(), ref, { q: 'tesco', direction: 'out' }));
    const everything = await transactionsData(session, {}, 'en');
    expect(everything?.page.items.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 30 }, (_, at) => 120 - at),
    );
    expect(everything?.totals.count).toBe(120);
  });

  test('understands what it can of an address, and leaves out the rest', () => {
    expect(questionIn(filterSchema, {})).toEqual({});
    expect(
      questionIn(filterSchema, {
        q: 'a',
        from: '2026-02-30',
        to: '2026-02-28',
        direction: 'up',
        type: 'card',
      }),
    ).toEqual({
      q: 'a',
      to: '2026-02-28',
      type: 'card',
    });
    expect(
      questionIn(filterSchema, { q: ['a', 'b'], account: 'x', utm_source: 'y', min: '', max: '12,50' }),
    ).toEqual({
      max: '12,50',
    });
    expect(questionIn(filterSchema, { ['__proto__']: 'x', constructor: 'y', counterparty: 'H&M' })).toEqual({
      counterparty: 'H&M',
    });
  });

  test('an entry has an address of its own', async () => {
    const { refs, session } = await customerWith(5);
    const [ref] = refs as [AccountRef];
    const entry = await transactionData(session, ref.account, '5');
    expect(entry).toMatchObject({ account: ref.account, seq: 5 });
    for (const seq of ['6', '05', '5.0', 'x', '-5']) {
      await expect(transactionData(session, ref.account, seq)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});
