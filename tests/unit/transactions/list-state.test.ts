import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveChange } from '#app/_client/live/live-source.ts';
import { rowKey } from '#app/(bank)/_entries/row-address.ts';
import { byDay, unknownDay } from '#app/(bank)/transactions/_list/rows.ts';
import { areWaiting, type ListState, reduceList, sumsKey } from '#app/(bank)/transactions/_list/state.ts';
import type { PendingKind } from '#lib/ledger/pending.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import { placeOf, readPlace } from '#lib/search/place.ts';
import type { Totals } from '#lib/search/search.ts';
import { DAY } from '#lib/time.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const ZONE = 'UTC';

const entry = (seq: number, amountMinor = -100, at = NOON + seq): EntryView => ({
  status: 'booked' as const,
  account: 'a_0123456789',
  seq,
  id: `id-${seq}`,
  counterparty: 'Aldi',
  description: 'Groceries',
  category: 'groceries',
  type: 'card',
  amountMinor,
  balanceAfterMinor: 0,
  availableAfterMinor: 0,
  at,
});

const totals: Totals = {
  count: 3,
  inMinor: 0,
  outMinor: 300,
  movedMinor: 0,
  netMinor: -300,
  pendingCount: 0,
  pendingMinor: 0,
};
const ALL = {};

const list = (seqs: number[], more: Partial<ListState> = {}): ListState => ({
  filter: ALL,
  phrases: [],
  asked: ALL,
  edits: [],
  rows: seqs.map((seq) => entry(seq)),
  pending: [],
  pendingBefore: null,
  next: null,
  totals,
  counting: false,
  dayNets: {},
  waiting: [],
  fresh: [],
  received: [],
  ...more,
});

const balances = { balanceMinor: 0, availableMinor: 0 };
const booking = (one: EntryView): LiveChange => ({ kind: 'booked', entry: one, ...balances });
const receive = (state: ListState, change: LiveChange, { matches = true, still = false } = {}) =>
  reduceList(state, { type: 'received', change, matches, still, timeZone: ZONE });
const post = (state: ListState, one: EntryView, how = {}) => receive(state, booking(one), how);
const seqs = ({ rows }: ListState) => rows.map(({ seq }) => seq);
const everything = () => true;

describe('a pending transaction', () => {
  const pending = (id: string, amountMinor = -100): PendingView => ({
    status: 'pending',
    account: 'a_0123456789',
    id,
    counterparty: 'Aldi',
    description: 'Groceries',
    category: 'groceries',
    type: 'card',
    amountMinor,
    at: NOON,
    expiresAt: NOON + DAY,
  });
  const happened = (state: ListState, kind: PendingKind, id: string, how = {}) =>
    receive(state, { kind, pending: pending(id), ...balances }, how);
  const ids = ({ pending }: Pick<ListState, 'pending'>) => pending.map(({ id }) => id);
  const answered = (state: ListState, items: EntryView[], rows: PendingView[]) =>
    reduceList(state, {
      ...{ type: 'found', filter: ALL, matches: everything },
      page: { items, next: null, pending: rows },
    });

  test('stands apart from the rows and their sums, marked, and goes when it is voided', () => {
    const one = happened(happened(list([3]), 'authorized', 'p1'), 'authorized', 'p1');
    expect([ids(one), seqs(one), one.totals]).toEqual([['p1'], [3], totals]);
    expect(one.fresh).toContain(rowKey(pending('p1')));
    expect(ids(happened(one, 'voided', 'p1'))).toEqual([]);
  });

  test('that does not match, or was declined, is not listed', () => {
    expect(ids(happened(list([3]), 'authorized', 'p1', { matches: false }))).toEqual([]);
    expect(ids(happened(list([3]), 'declined', 'p1'))).toEqual([]);
  });

  test('becomes the row of its entry when it is posted, or leaves where the entry does not match', () => {
    const before = happened(list([3]), 'authorized', 'id-4');
    const next = post(before, entry(4, -120));
    expect([ids(next), seqs(next)]).toEqual([[], [4, 3]]);
    expect(next.totals).toMatchObject({ count: 4, outMinor: 420 });
    const other = post(before, entry(4, -120), { matches: false });
    expect([ids(other), seqs(other)]).toEqual([[], [3]]);
  });

  test('moves no row while older ones are being read', () => {
    const before = happened(list([3]), 'authorized', 'id-4');
    const still = happened(post(before, entry(4), { still: true }), 'authorized', 'p5', { still: true });
    expect([still.pendingBefore, seqs(still), ids(still)]).toEqual([[pending('id-4')], [3], ['p5']]);
    expect(areWaiting(still)).toBe(true);
    const shown = reduceList(still, { type: 'show' });
    expect([shown.pendingBefore, seqs(shown), ids(shown)]).toEqual([null, [4, 3], ['p5']]);
    expect(areWaiting(shown)).toBe(false);
  });

  test('is listed as it is now, also after an answer from before it', () => {
    const gone = happened(happened(list([3]), 'authorized', 'p1'), 'voided', 'p1');
    const received = happened(post(gone, entry(4)), 'authorized', 'p5');
    const found = answered(received, [entry(3)], [pending('p1'), pending('id-4')]);
    expect([ids(found), seqs(found)]).toEqual([['p5'], [4, 3]]);
  });

  test('is not listed beside its entry, also when the answer has it before the event', () => {
    const found = answered(happened(list([3]), 'authorized', 'id-4'), [entry(4), entry(3)], []);
    expect([ids(found), seqs(found)]).toEqual([[], [4, 3]]);
  });
});

describe('a posting', () => {
  test('that matches stands on top, marked, and is in the sums', () => {
    const next = post(list([3, 2, 1]), entry(4, 250));
    expect(seqs(next)).toEqual([4, 3, 2, 1]);
    expect(next.fresh).toEqual([placeOf(entry(4))]);
    expect(next.totals).toEqual({ ...totals, count: 4, inMinor: 250, outMinor: 300, netMinor: -50 });
  });

  test('that does not match changes nothing that is shown', () => {
    const before = list([3]);
    const next = post(before, entry(4), { matches: false });
    expect({ ...next, received: [] }).toEqual(before);
  });

  test('that comes twice is in once', () => {
    const next = post(post(list([3]), entry(4)), entry(4));
    expect(seqs(next)).toEqual([4, 3]);
    expect(next.totals?.count).toBe(4);
  });

  test('moves no row while older ones are being read, and is shown on demand', () => {
    const late = post(post(list([3]), entry(4), { still: true }), entry(5));
    expect(seqs(late)).toEqual([3]);
    expect(late.waiting.map(({ seq }) => seq)).toEqual([5, 4]);
    const shown = reduceList(late, { type: 'show' });
    expect(seqs(shown)).toEqual([5, 4, 3]);
    expect(shown.waiting).toEqual([]);
    expect(shown.fresh).toEqual([5, 4].map((seq) => placeOf(entry(seq))));
  });
});

describe('answers', () => {
  test('a search that was answered before a posting has it all the same', () => {
    const heard = post(post(list([3]), entry(4), { matches: false }), entry(5), { matches: false });
    const page = { items: [entry(4), entry(2)], next: null, pending: [] };
    const next = reduceList(heard, { type: 'found', filter: { q: 'al' }, page, matches: everything });
    expect(seqs(next)).toEqual([5, 4, 2]);
    expect(next.counting).toBe(true);
  });

  test('to a filter that was left meanwhile are dropped', () => {
    const state = list([3], { filter: { q: 'new' } });
    const old = { q: 'old' };
    expect(
      reduceList(state, { type: 'more', filter: old, page: { items: [entry(1)], next: null, pending: [] } }),
    ).toBe(state);
    expect(reduceList(state, { type: 'counted', filter: old, totals })).toBe(state);
    expect(reduceList(state, { type: 'day', filter: old, day: '2026-11-24', netMinor: 1 })).toBe(state);
  });

  test('rows are newest first and each once, in whatever order pages and postings come', () => {
    const step = fc.oneof(
      fc.constant('post' as const),
      fc.constant('still' as const),
      fc.constant('more' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state = list([20, 19, 18], { next: placeOf(entry(18)) });
        let newest = 20;
        for (const one of steps) {
          if (one === 'more') {
            const from = readPlace(state.next ?? '')?.seq ?? 1;
            const items = [from - 1, from - 2].filter((seq) => seq > 0).map((seq) => entry(seq));
            state = reduceList(state, {
              type: 'more',
              filter: ALL,
              page: {
                items,
                next: items.at(-1) ? placeOf(entry(items.at(-1)?.seq ?? 0)) : null,
                pending: [],
              },
            });
          } else {
            newest += 1;
            state = post(state, entry(newest), { still: one === 'still' });
          }
        }
        const all = seqs(reduceList(state, { type: 'show' }));
        expect(all).toEqual(Array.from({ length: all.length }, (_, n) => newest - n));
      }),
    );
  });
});

test('rows of several accounts stand by time, and a posting to one is in once', () => {
  const savings = (seq: number, at: number) => ({ ...entry(seq, -100, at), account: 'a_savings000' });
  const state = list([], { rows: [entry(9, -100, NOON), savings(3, NOON - 1)], next: 'a_savings000.3' });
  const posted = post(post(post(state, savings(4, NOON + 1)), savings(4, NOON + 1)), entry(9));
  expect(posted.rows.map(({ seq }) => seq)).toEqual([4, 9, 3]);
  const page = { items: [entry(8, -100, NOON - 2), savings(2, NOON - 3)], next: null, pending: [] };
  const more = reduceList(posted, { type: 'more', filter: ALL, page });
  expect(more.rows.map(({ seq }) => seq)).toEqual([4, 9, 3, 8, 2]);
});

describe('the net of a day', () => {
  const yesterday = entry(1, -700, NOON - DAY);

  test('is the sum of its rows once all of them are here, those that wait included', () => {
    const state = list([], { rows: [entry(3), entry(2), yesterday] });
    const late = post(state, entry(4, 1_000), { still: true });
    expect(byDay(late, ZONE).map(({ day, netMinor }) => [day, netMinor])).toEqual([
      ['2026-11-24', 800],
      ['2026-11-23', -700],
    ]);
    expect(unknownDay(byDay(late, ZONE))).toBeNull();
  });

  test('is asked for while older rows of the day may be missing, and moves with what is booked since', () => {
    const state = list([3, 2], { next: placeOf(entry(2)) });
    expect(unknownDay(byDay(state, ZONE))).toBe('2026-11-24');
    const told = reduceList(state, { type: 'day', filter: ALL, day: '2026-11-24', netMinor: -5_000 });
    expect(unknownDay(byDay(told, ZONE))).toBeNull();
    expect(byDay(post(told, entry(4, 1_000)), ZONE)[0]?.netMinor).toBe(-4_000);
  });
});

test('what is booked or another filter asks for sums by category', () => {
  const before = list([3, 2, 1]);
  const key = (state: ListState, account: string | null = null) => sumsKey(state, account).key;
  const paid = post(before, entry(4));
  expect(key(paid)).not.toBe(key(before));
  expect(sumsKey(paid, null).search).toBe(sumsKey(before, null).search);
  const other = list([3], { asked: { category: 'coffee' } });
  expect(key(other).startsWith(sumsKey(before, null).search)).toBe(false);
  expect(key(before, 'a_0000000001').startsWith(sumsKey(before, null).search)).toBe(false);
});

test('a posting that the answer has missed is listed, whichever account is the newest in it', () => {
  const ofB = (seq: number, at: number) => ({ ...entry(seq, -100, at), account: 'a_bbbbbbbbbb' });
  const a9 = entry(9, -100, NOON + 1001);
  const [b5, b4] = [ofB(5, NOON + 1000), ofB(4, NOON + 900)];
  const answered = (items: EntryView[], next: string | null) =>
    reduceList(list([], { received: [b5, b4].map(booking) }), {
      type: 'found',
      filter: {},
      page: { items, next, pending: [] },
      matches: everything,
    }).rows.map(placeOf);
  expect(answered([a9, b4], placeOf(b4))).toEqual([a9, b5, b4].map(placeOf));
  expect(answered([a9], null)).toEqual([a9, b5, b4].map(placeOf));
  // Older than all of the answer: they come with the next page.
  expect(answered([a9], placeOf(a9))).toEqual([placeOf(a9)]);
});
