/**
 * Order, totals, nets of days, running balance and statements under any filter, against the postings as they were sent:
 * added up one by one here, in a zone that is half an hour off and changes its clocks. Nothing that is compared was read
 * from where it is compared with.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byDay } from '#app/(bank)/transactions/_list/rows.ts';
import { readStatement } from '#lib/export/statement.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { MAX_PENDING } from '#lib/ledger/pending.ts';
import { postHistory } from '#lib/ledger/post.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { writeNote } from '#lib/notes/notes.ts';
import type { Filter } from '#lib/search/filter.ts';
import { pendingMatches } from '#lib/search/pending-matches.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, dayOf, HOUR } from '#lib/time.ts';
import { freshRef, OPENED_AT, OPENING_MINOR, posting, redisAs } from './search-helpers.ts';

const ZONE = 'America/St_Johns';
process.env.BANK_TIME_ZONE = ZONE;

const [deploy, web] = await Promise.all([redisAs('deploy'), redisAs('web')]);

const NAMES = ['Tesco', 'Aldi', 'Café Müller', 'City Transit', 'Harbour Dental'] as const;
const TEXTS = ['Groceries', 'Weekly shop', 'Flat white', 'Check-up', 'Refund: coat'] as const;
const TYPES = ['card', 'transfer', 'payment', 'refund', 'own_transfer'] as const;
const CATEGORIES = ['groceries', 'coffee', 'health'] as const;

const sent = fc.array(
  fc.record({
    counterparty: fc.constantFrom(...NAMES),
    description: fc.constantFrom(...TEXTS),
    type: fc.constantFrom(...TYPES),
    category: fc.constantFrom(...CATEGORIES),
    amountMinor: fc.integer({ min: -30_000, max: 30_000 }).filter((amount) => amount !== 0),
    // Several a day, days without any, and moments about midnight.
    afterMs: fc.oneof(fc.integer({ min: 1, max: 6 * HOUR }), fc.integer({ min: 1, max: 3 * DAY })),
  }),
  { minLength: 220, maxLength: 260 },
);

type Sent = Posting & { day: string; seq?: number };
type Booked = Sent & { seq: number; balanceMinor: number };
/** Of the note beside each entry; most have none. */
const tagOf = ({ seq }: Sent): string | undefined => ['Holiday', 'work trip'][(seq ?? 8) % 9];

const [sample = []] = fc.sample(sent, { numRuns: 1, seed: 20_261_125 });
const ref = await freshRef(deploy);
const ledger: Booked[] = [];
/** Newest first. */
const pending: Sent[] = [];
{
  let at = OPENED_AT;
  let balanceMinor = OPENING_MINOR;
  const [rich, ...others] = sample.toReversed();
  if (!rich) throw new Error('no sample');
  // Enough for all that is pending.
  for (const { afterMs, ...one } of [...others, { ...rich, amountMinor: 90_000_00 }]) {
    at += afterMs;
    balanceMinor += one.amountMinor;
    const made = posting({ ...one, at });
    ledger.push({ ...made, seq: ledger.length + 1, balanceMinor, day: dayOf(at, ZONE) });
  }
  await postHistory(
    deploy,
    ref,
    ledger.map(({ seq: _, balanceMinor: __, day: ___, ...one }) => one),
  );
  for (const one of ledger) {
    const tag = tagOf(one);
    if (tag) await writeNote(web, ref, one.seq, { text: '', tags: [tag] });
  }
  for (const { afterMs, ...one } of sample.slice(0, MAX_PENDING)) {
    at += afterMs;
    const made = posting({ ...one, at });
    pending.unshift({ ...made, day: dayOf(at, ZONE) });
    await authorize(deploy, ref, { ...made, expiresAt: at + 7 * DAY });
  }
}

/** Beginnings of words that are there, so that no slip has to be forgiven. */
const WORDS = [
  'tes',
  'aldi',
  'cafe mull',
  'transit',
  'gro',
  'refund',
  'card',
  'shop weekly',
  'own tr',
  'check up',
];
const day = fc
  .integer({ min: -3, max: Math.ceil(((ledger.at(-1)?.at ?? 0) - OPENED_AT) / DAY) + 3 })
  .map((days) => dayOf(OPENED_AT + days * DAY, ZONE));
const amount = fc.integer({ min: 0, max: 31_000 }).map((minor) => (minor / 100).toFixed(2));
const FIELDS: { [Name in Exclude<keyof Filter, 'texts'>]-?: fc.Arbitrary<Filter[Name]> } = {
  q: fc.constantFrom(...WORDS),
  from: day,
  to: day,
  min: amount,
  max: amount,
  status: fc.constantFrom('pending', 'booked'),
  direction: fc.constantFrom('in', 'out', 'moved'),
  type: fc.constantFrom(...TYPES),
  counterparty: fc.constantFrom(...NAMES),
  tag: fc.constantFrom('holiday', 'Work trip', 'work'),
  category: fc.constantFrom(...CATEGORIES),
};
/** Few conditions at once, however many fields there are: all together match nothing. */
const filters: fc.Arbitrary<Filter> = fc
  .tuple(fc.record(FIELDS), fc.subarray(Object.keys(FIELDS) as (keyof typeof FIELDS)[], { maxLength: 3 }))
  .map(([all, names]) => Object.fromEntries(names.map((name) => [name, all[name]])));

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z]+/);

const wayOf = ({ type, amountMinor }: Sent) =>
  type === 'own_transfer' ? 'moved' : amountMinor > 0 ? 'in' : 'out';

const minorOf = (text: string) => Math.round(Number(text) * 100);
const wordsOf = (one: Sent) => plain(`${one.counterparty} ${one.description} ${one.category} ${one.type}`);

/** What each field asks for, written down a second time; a field that is left out does not compile. */
const MEANT: { [Name in Exclude<keyof Filter, 'texts'>]-?: (one: Sent, value: string) => boolean } = {
  q: (one, text) => text.split(' ').every((typed) => wordsOf(one).some((word) => word.startsWith(typed))),
  from: (one, day) => one.day >= day,
  to: (one, day) => one.day <= day,
  min: (one, amount) => Math.abs(one.amountMinor) >= minorOf(amount),
  max: (one, amount) => Math.abs(one.amountMinor) <= minorOf(amount),
  status: (one, status) => (one.seq === undefined ? 'pending' : 'booked') === status,
  direction: (one, direction) => wayOf(one) === direction,
  // A payment is a transfer within the bank.
  type: (one, type) => one.type === type || (type === 'transfer' && one.type === 'payment'),
  counterparty: (one, name) => one.counterparty === name,
  category: (one, category) => one.category === category,
  tag: (one, tag) => tagOf(one)?.toLowerCase() === tag.toLowerCase(),
};

const matches = (one: Sent, filter: Filter): boolean =>
  Object.entries(filter).every(([name, value]) => MEANT[name as keyof typeof MEANT](one, value));

const wantedOf = (filter: Filter) => ledger.filter((one) => matches(one, filter)).reverse();
const pendingOf = (filter: Filter) => pending.filter((one) => matches(one, filter));
const sum = (list: readonly { amountMinor: number }[]) =>
  list.reduce((total, { amountMinor }) => total + amountMinor, 0);

async function allPages(filter: Filter, limit: number) {
  const items: EntryView[] = [];
  for (let before: number | undefined; ; ) {
    const page = await searchEntries(web, ref, filter, { before, limit });
    items.push(...page.items);
    if (page.next === null) return items;
    before = page.next;
  }
}

it('next to any entry, on either side, is what is next to it among all matches', async () => {
  const seqs = fc.integer({ min: 1, max: ledger.length + 3 });
  await fc.assert(
    fc.asyncProperty(filters, seqs, fc.integer({ min: 1, max: 20 }), async (filter, seq, limit) => {
      const wanted = wantedOf(filter).map((one) => one.seq);
      const [older, newer] = await Promise.all([
        searchEntries(web, ref, filter, { before: seq, limit }),
        searchEntries(web, ref, filter, { after: seq, limit }),
      ]);
      expect(older.items.map((one) => one.seq)).toEqual(wanted.filter((one) => one < seq).slice(0, limit));
      expect(newer.items.map((one) => one.seq)).toEqual(wanted.filter((one) => one > seq).slice(-limit));
      expect(newer.next).toBeNull();
    }),
    { numRuns: 200 },
  );
}, 300_000);

let [some, waiting] = [0, 0];

it('what is pending is found by the same rule as what is booked', async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const wanted = pendingOf(filter).map(({ id, amountMinor }) => ({ id, amountMinor, status: 'pending' }));
      if (wanted.length > 0 && wanted.length < pending.length) waiting += 1;
      const found = await pendingMatches(web, [ref], filter);
      expect(found.map(({ id, amountMinor, status }) => ({ id, amountMinor, status }))).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
  expect(waiting).toBeGreaterThan(50);
});

it('rows, their order, running balance, totals and nets of days are what adding up the postings gives, under any filter', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 50 }), async (filter, limit) => {
      const wanted = wantedOf(filter);
      if (wanted.length > 0 && wanted.length < ledger.length) some += 1;
      const items = await allPages(filter, limit);
      expect(
        items.map(({ seq, amountMinor, balanceAfterMinor }) => [seq, amountMinor, balanceAfterMinor]),
      ).toEqual(wanted.map(({ seq, amountMinor, balanceMinor }) => [seq, amountMinor, balanceMinor]));
      const went = (way: string) => sum(wanted.filter((one) => wayOf(one) === way));
      expect(await searchTotals(web, ref, filter)).toEqual({
        count: wanted.length,
        inMinor: went('in'),
        outMinor: -went('out') || 0,
        movedMinor: went('moved'),
        netMinor: sum(wanted),
        pendingCount: pendingOf(filter).length,
        pendingMinor: sum(pendingOf(filter)),
      });

      const days = byDay({ rows: items, next: null, dayNets: {}, waiting: [] }, ZONE);
      const byHand = Map.groupBy(wanted, (one) => one.day);
      expect(days.map(({ day: name, netMinor }) => [name, netMinor])).toEqual(
        [...byHand].map(([name, list]) => [name, sum(list)]),
      );
      const last = days.at(-1);
      if (last) {
        // As the list asks for a day of which older rows may be missing.
        const net = await searchTotals(web, ref, { ...filter, from: last.day, to: last.day });
        expect(net.netMinor).toBe(last.netMinor);
      }
    }),
    { numRuns: 300 },
  );
  // Else the property would say little.
  expect(some).toBeGreaterThan(100);
}, 300_000);

it('a statement begins and ends with the balances that the account had before and after its days', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 300 }), async (filter, maxRows) => {
      const balanceAt = (days: readonly Booked[]) => days.at(-1)?.balanceMinor ?? OPENING_MINOR;
      const wanted = wantedOf(filter);
      const statement = await readStatement(web, ref, filter, maxRows);
      expect(statement?.openingMinor).toBe(
        balanceAt(filter.from ? ledger.filter((one) => one.day < (filter.from ?? '')) : []),
      );
      expect(statement?.closingMinor).toBe(
        balanceAt(ledger.filter((one) => one.day <= (filter.to ?? '9999'))),
      );
      expect(statement?.entries.map(({ seq }) => seq)).toEqual(
        wanted.slice(0, maxRows).map(({ seq }) => seq),
      );
      expect(statement?.totals.count).toBe(wanted.length);
      const { from: _, to: __, ...more } = filter;
      if (Object.keys(more).length > 0) return;
      const { inMinor = 0, outMinor = 0, movedMinor = 0 } = statement?.totals ?? {};
      const changed = (statement?.closingMinor ?? 0) - (statement?.openingMinor ?? 0);
      if (!filter.from || !filter.to || filter.from <= filter.to)
        expect(inMinor - outMinor + movedMinor).toBe(changed);
    }),
    { numRuns: 200 },
  );
}, 300_000);
