/** What trimming leaves reads as the ledger that was never trimmed, without the holds that went in pairs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duePosting, heldPosting, momentAt, tickOf } from '#demo/generator.ts';
import { history } from '#demo/past-year.ts';
import { newPlans } from '#demo/plans.ts';
import { CUSTOMERS } from '#demo/world.ts';
import { readStatement } from '#lib/export/statement.ts';
import { balanceHistory } from '#lib/finance/balance.ts';
import { netSpends } from '#lib/finance/spenders.ts';
import { monthlySums } from '#lib/finance/totals.ts';
import type { AccountRef } from '#lib/ids.ts';
import { holdsAfter, MAX_OPEN_HOLDS, type OpenHold } from '#lib/ledger/holds.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { entryCount, firstSeqSince, latestEntries, seqRange } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { searchAccounts } from '#lib/search/all-accounts.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import { placeOf } from '#lib/search/place.ts';
import { repeatedPayments } from '#lib/search/repeated.ts';
import { matchingPages, searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, dayOf, HOUR, TICK } from '#lib/time.ts';
import { itLoadsDocuments } from '../on-documents.ts';
import { freshRef, OPENED_AT, posting, redisAs } from '../search/search-helpers.ts';

const [deploy, web, worker] = await Promise.all([redisAs('deploy'), redisAs('web'), redisAs('worker')]);

const NAMES = ['Tesco', 'Zara', 'Café Müller', 'Grace O’Connor'];

type Step =
  | { kind: 'entry' | 'hold'; amountMinor: number; name: number; hours: number }
  | { kind: 'release'; which: number; hours: number }
  | { kind: 'trim'; keep: number };

const hours = fc.oneof(
  { weight: 9, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90 }) },
);
const money = fc.integer({ min: -30_000, max: 30_000 }).filter((amount) => amount !== 0);
const moved = (kind: 'entry' | 'hold') =>
  fc.record({
    kind: fc.constant(kind),
    amountMinor: money,
    name: fc.nat({ max: NAMES.length - 1 }),
    hours,
  });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: moved('entry') },
  { weight: 6, arbitrary: moved('hold') },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('release'), which: fc.nat({ max: 9 }), hours }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('trim'), keep: fc.integer({ min: 1, max: 90 }) }) },
);

/** The postings of the steps, with the bounds to trim to before some of them. */
function played(steps: readonly Step[]) {
  const postings: Posting[] = [];
  const trims = new Map<number, number>();
  const open: { seq: number; posted: Posting }[] = [];
  let at = OPENED_AT;
  for (const one of steps) {
    if (one.kind === 'trim') {
      trims.set(postings.length, one.keep);
      continue;
    }
    at += 1 + one.hours * HOUR;
    const release =
      one.kind === 'release' ? open.splice(one.which % Math.max(1, open.length), 1)[0] : undefined;
    if (release) {
      const { amountMinor, counterparty } = release.posted;
      postings.push(
        posting({ at, type: 'hold', amountMinor: -amountMinor, counterparty, releases: release.seq }),
      );
      continue;
    }
    const isHold = one.kind === 'hold' && open.length < MAX_OPEN_HOLDS;
    const [amountMinor, name] = one.kind === 'release' ? [-5_00, 0] : [one.amountMinor, one.name];
    const posted = posting({
      at,
      amountMinor,
      counterparty: NAMES[name] ?? '',
      ...(isHold ? { type: 'hold' as const } : {}),
    });
    postings.push(posted);
    if (isHold) open.push({ seq: postings.length, posted });
  }
  trims.set(postings.length, 20);
  return { postings, trims };
}

const without = ({ account: _, ...view }: EntryView) => view;

async function pages(ref: AccountRef, limit: number): Promise<EntryView[]> {
  const all: EntryView[] = [];
  for (let before: number | undefined; ; ) {
    const { items, next } = await latestEntries(web, ref, { before, limit });
    all.push(...items);
    if (next === null) return all;
    expect(items).toHaveLength(limit);
    before = next;
  }
}

const sum = (entries: readonly EntryView[]) => entries.reduce((all, { amountMinor }) => all + amountMinor, 0);

async function compare(trimmed: AccountRef, whole: AccountRef, limit: number): Promise<void> {
  expect((await auditAccount(deploy, trimmed))?.faults).toEqual([]);
  const range = await seqRange(web, trimmed);
  const all = (await latestEntries(web, whole, { limit: 10_000 })).items;
  const left = (await latestEntries(web, trimmed, { limit: 10_000 })).items;
  const seqs = new Set(left.map(({ seq }) => seq));

  // Above the opening whole pairs went, and nothing else.
  const releaseOf = new Map(all.map(({ seq, releases }) => [releases, seq]));
  for (const { seq, type, releases } of all.filter((entry) => entry.seq >= range.first)) {
    const other = releases ?? releaseOf.get(seq) ?? 0;
    if (type !== 'hold' || other === 0) expect(seqs.has(seq)).toBe(true);
    else expect(seqs.has(seq)).toBe(seqs.has(other));
  }
  // The entries as they were booked, in pages of any size.
  expect(left.map(without)).toEqual(all.filter(({ seq }) => seqs.has(seq)).map(without));
  expect(entryCount(range, await web.hGet(keys.account(trimmed), 'kept'))).toBe(left.length);
  expect(await pages(trimmed, limit)).toEqual(left);

  const openingMinor = Number(await web.hGet(keys.account(trimmed), 'openingBalance'));
  expect(await searchTotals(web, trimmed, {})).toMatchObject({ count: left.length, netMinor: sum(left) });
  expect(all[0]?.balanceAfterMinor).toBe(openingMinor + sum(left));
  for (const filter of [{ direction: 'out' }, { q: 'zara' }, { type: 'hold' }] as const) {
    const found = await searchEntries(web, trimmed, filter, { limit: 500 });
    expect(await searchTotals(web, trimmed, filter)).toMatchObject({
      count: found.items.length,
      netMinor: sum(found.items),
    });
    const wanted = await searchEntries(web, whole, filter, { limit: 500 });
    expect(found.items.map(({ seq }) => seq)).toEqual(
      wanted.items.flatMap(({ seq }) => (seqs.has(seq) ? [seq] : [])),
    );
  }

  for (const { seq, at } of all.filter((_, index) => index % 11 === 0)) {
    const below = left.filter((entry) => entry.seq < seq).slice(0, limit);
    const newer = left.filter((entry) => entry.seq > seq).slice(-limit);
    expect((await latestEntries(web, trimmed, { before: seq, limit })).items).toEqual(below);
    expect((await latestEntries(web, trimmed, { after: seq, limit })).items).toEqual(newer);
    if (seq % 3 === 0) {
      const place = placeOf({ account: trimmed.account, seq });
      const { items } = await searchAccounts(web, [trimmed, whole], {}, { before: place, limit: 1000 });
      const found = new Set(items.map(placeOf));
      const older = [...left.filter((entry) => entry.seq < seq), ...all.filter((entry) => entry.at < at)];
      expect(older.filter((entry) => !found.has(placeOf(entry)))).toEqual([]);
    }
    const since = await firstSeqSince(web, trimmed, range, at);
    expect(left.filter((entry) => entry.seq >= since)).toEqual(left.filter((entry) => entry.at >= at));
    // Also for whoever read the range before the first trim: none is left out.
    const early = await firstSeqSince(web, trimmed, { ...range, keptTo: range.first - 1 }, at);
    expect(left.filter((entry) => entry.at >= at && entry.seq < early)).toEqual([]);
  }

  // What was held then is in the balances of a day, whatever is left of it.
  const openingAt = Number(await web.hGet(keys.account(trimmed), 'openingAt'));
  for (const { at } of left.filter((_, index) => index % 9 === 0)) {
    const day = dayOf(at, 'UTC');
    const days = { from: day, to: day };
    if (openingAt > Date.parse(`${day}T00:00:00Z`)) continue;
    const [is, was] = await Promise.all([trimmed, whole].map((ref) => readStatement(web, ref, days, 500)));
    expect(is?.totals).toMatchObject({ ...was?.totals, count: expect.any(Number) });
    expect([is?.openingMinor, is?.closingMinor]).toEqual([was?.openingMinor, was?.closingMinor]);
    expect(is?.entries.map(without)).toEqual(was?.entries.map(without));
  }
  if (range.first > 1) return;
  // Nothing moved into the opening: no figure of the overview is another one.
  const points = async (ref: AccountRef) =>
    (await balanceHistory(web, ref, 'all')).points.slice(0, -1).map(({ yMinor }) => yMinor);
  expect(await points(trimmed)).toEqual(await points(whole));
  const flows = async (ref: AccountRef) => (await monthlySums(web, ref)).map(({ count: _, ...flow }) => flow);
  expect(await flows(trimmed)).toEqual(await flows(whole));
  expect(await categorySums(web, trimmed, {})).toEqual(await categorySums(web, whole, {}));
  const spent = async (ref: AccountRef) =>
    (await netSpends(web, ref, 'all')).filter(({ amountMinor }) => amountMinor !== 0);
  expect(await spent(trimmed)).toEqual(await spent(whole));
}

it('trimmed in any batches, an account reads as one that never was, without the holds that were released', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 260, size: 'max' }),
      fc.integer({ min: 1, max: 30 }),
      async (steps, limit) => {
        const { postings, trims } = played(steps);
        const [trimmed, whole] = [await freshRef(deploy), await freshRef(deploy)];
        await postHistory(worker, whole, postings);
        let done = 0;
        for (const [at, keep] of trims) {
          await postHistory(worker, trimmed, postings.slice(done, at));
          done = at;
          await trimAccount(worker, trimmed, keep);
        }
        if (postings.length > 0) await compare(trimmed, whole, limit);
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
});

itLoadsDocuments(
  'ticks that fill an account take no entry of the plan out of it, and no figure of it changes',
  async () => {
    const [bob] = CUSTOMERS[0]?.accounts ?? [];
    if (!bob) throw new TypeError('the demo has an account');
    const end = tickOf(Date.now());
    const start = end - 3900;
    const [ticked, planned] = [await freshRef(deploy), await freshRef(deploy)];
    const past = (endAt: number) =>
      history(bob, endAt, 'UTC').filter(({ at }) => at > end * TICK - 150 * DAY);
    await postHistory(worker, planned, past(end * TICK - TICK + 1001));
    const begun = past(start * TICK);
    await postHistory(worker, ticked, begun);
    let [holds, seq]: [readonly OpenHold[], number] = [[], begun.length];
    const plans = newPlans('UTC');
    for (let tick = start; tick < end; ) {
      const postings: Posting[] = [];
      for (const until = Math.min(end, tick + 1300); tick < until; tick++) {
        const moment = { tick, offsetMs: 0 };
        const day = plans.of(bob.number, { at: momentAt(moment), offsetMs: 0 });
        const before = day.entries.filter((entry) => entry.tick < tick).length;
        const due = duePosting(day, before, moment);
        const posting = due ?? heldPosting({ account: ticked.account, holds }, moment, day);
        holds = holdsAfter(holds, posting, ++seq);
        postings.push(posting);
      }
      await postHistory(worker, ticked, postings);
      await trimAccount(worker, ticked, 3000);
    }
    const range = await seqRange(web, ticked);
    expect(range).toMatchObject({ first: 1, last: seq });
    expect(range.keptTo).toBeGreaterThan(2000);
    expect(await auditAccount(deploy, ticked)).toMatchObject({
      entries: expect.toBeOneOf([2999, 3000]),
      faults: [],
    });
    const plan = async (ref: AccountRef) => {
      const found: [string, number][] = [];
      for await (const items of matchingPages(web, ref, { direction: 'booked' }, seq + 1)) {
        found.push(
          ...items.map(({ counterparty, amountMinor }): [string, number] => [counterparty, amountMinor]),
        );
      }
      return found;
    };
    expect(await plan(ticked)).toEqual(await plan(planned));
    for (const filter of [
      { direction: 'out' },
      { q: 'rent' },
      { category: 'groceries', min: '20' },
    ] as const) {
      expect(await searchTotals(web, ticked, filter)).toEqual(await searchTotals(web, planned, filter));
    }
    expect(await categorySums(web, ticked, {})).toMatchObject({
      items: (await categorySums(web, planned, {})).items,
    });
    const regular = async (ref: AccountRef) =>
      (await repeatedPayments(web, ref)).map(({ at: _, ...one }) => one);
    expect(await regular(ticked)).toEqual(await regular(planned));
  },
);
