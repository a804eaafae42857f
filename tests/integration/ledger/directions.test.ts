/** Money moved between one's own accounts, and holds: what they change, and what they count as. */
import { expect, it } from 'vitest';
import { netSpends } from '#lib/finance/spenders.ts';
import { accountTotals, monthlySums } from '#lib/finance/totals.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { latestBooked } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import { repeatedPayments } from '#lib/search/repeated.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, monthAfter, monthOf, startOfDay } from '#lib/time.ts';
import { itLoadsDocuments } from '../on-documents.ts';
import { freshRef, OPENED_AT, OPENING_MINOR, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web, worker] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('web'),
  redisAs('worker'),
]);

const AT = OPENED_AT + 40 * DAY;
const MONTH = monthOf(AT, 'UTC');
const saved = (changes: Partial<Posting> = {}) =>
  posting({
    type: 'own_transfer',
    amountMinor: -400_00,
    counterparty: 'My savings',
    category: 'savings',
    ...changes,
  });
const hold = (amountMinor: number, changes: Partial<Posting> = {}) =>
  posting({ type: 'hold', amountMinor, counterparty: 'Tesco', ...changes });

/** Income 50.00, spending 12.34, 400.00 to the savings and 150.00 back from them, a hold of 7.00 and one released. */
async function account() {
  const ref = await freshRef(deploy);
  const all = [
    posting({ amountMinor: 50_00, counterparty: 'Work', category: 'income', type: 'salary' }),
    saved(),
    posting(),
    hold(-30_00),
    saved({ amountMinor: 150_00 }),
    hold(30_00, { releases: 4 }),
    hold(-7_00),
  ];
  await postHistory(
    deploy,
    ref,
    all.map((one, index) => ({ ...one, at: AT + index })),
  );
  return ref;
}
const SUMS = { inMinor: 50_00, outMinor: 12_34, movedMinor: -250_00, heldMinor: -7_00 };
const BALANCE = OPENING_MINOR + 50_00 - 12_34 - 250_00 - 7_00;

it('money moved to one’s own savings is neither in nor out, of no month, category or spender, and the balance has it', async () => {
  const ref = await account();
  expect(await auditAccount(deploy, ref)).toMatchObject({ balanceMinor: BALANCE, faults: [] });
  const sums = { count: 7, ...SUMS };
  expect(await accountTotals(web, ref)).toEqual({ all: sums, months: { [MONTH]: sums } });
  expect(await monthlySums(web, ref)).toEqual([{ month: MONTH, count: 7, inMinor: 50_00, outMinor: 12_34 }]);
  expect((await categorySums(web, ref, {})).items.map(({ category }) => category)).toEqual([
    'coffee',
    'income',
  ]);
  // What a card holds is in the live set until it is released, and in no month's.
  const tesco = { name: 'Tesco', amountMinor: 7_00 };
  for (const [period, held] of [['all', [tesco]] as const, [MONTH, []] as const]) {
    expect(await netSpends(web, ref, period)).toEqual([
      { name: 'Café Müller', amountMinor: 12_34 },
      ...held,
      { name: 'Work', amountMinor: -50_00 },
    ]);
  }
});

it('a hold over the end of a month leaves the spenders of both months, and of all time, as they were', async () => {
  const ref = await freshRef(deploy);
  const endOfMonth = startOfDay(`${monthAfter(MONTH, 1)}-01`, 'UTC');
  const all = [posting(), hold(-30_00), hold(30_00, { releases: 2 }), posting()];
  await postHistory(
    deploy,
    ref,
    all.map((one, index) => ({ ...one, at: endOfMonth - 2 + index })),
  );
  const spent = async (period: string) =>
    (await netSpends(web, ref, period)).filter(({ amountMinor }) => amountMinor !== 0);
  for (const period of [MONTH, monthAfter(MONTH, 1)]) {
    expect(await spent(period)).toEqual([{ name: 'Café Müller', amountMinor: 12_34 }]);
  }
  expect(await spent('all')).toEqual([{ name: 'Café Müller', amountMinor: 24_68 }]);
  for (const keep of [4, 3, 2, 1]) {
    await trimAccount(worker, ref, keep);
    expect((await auditAccount(deploy, ref))?.faults, `keep ${keep}`).toEqual([]);
  }
});

it('each direction is a filter, and the sums of a search are by direction', async () => {
  const ref = await account();
  for (const filter of [{}, { from: '2000-01-01' }, { q: '>0' }]) {
    expect(await searchTotals(web, ref, filter)).toEqual({
      count: 7,
      ...SUMS,
      netMinor: BALANCE - OPENING_MINOR,
    });
  }
  const seqs = async (direction: 'in' | 'out' | 'moved' | 'held') =>
    (await searchEntries(web, ref, { direction }, { limit: 50 })).items.map(({ seq }) => seq);
  expect(await seqs('in')).toEqual([1]);
  expect(await seqs('out')).toEqual([3]);
  expect(await seqs('moved')).toEqual([5, 2]);
  expect(await seqs('held')).toEqual([7, 6, 4]);
  // What is typed with a sign is the amount as it is shown.
  const typed = await searchEntries(web, ref, { q: '-400.00' }, { limit: 50 });
  expect(typed.items.map(({ seq }) => seq)).toEqual([2]);
  expect((await searchEntries(web, ref, { q: '+400.00' }, { limit: 50 })).items).toEqual([]);
});

it('what was booked last is read at once, however much was held and released since', async () => {
  const ref = await freshRef(deploy);
  const seqs = async () => (await latestBooked(web, ref)).items.map(({ seq }) => seq);
  const after = (open: number | null, index: number) => {
    if (index < 7) return posting();
    return open === null ? hold(-3_00) : hold(3_00, { releases: open });
  };
  let open: number | null = null;
  for (let index = 0; index < 41; index++) {
    const one = after(open, index);
    await postHistory(deploy, ref, [{ ...one, at: AT + index }]);
    open = one.type === 'hold' && one.releases === undefined ? index + 1 : null;
    if (index === 2) expect(await seqs()).toEqual([3, 2, 1]);
  }
  expect(open).toBeNull();
  expect(await seqs()).toEqual([7, 6, 5, 4, 3]);
  await postHistory(deploy, ref, [{ ...hold(-2_00), at: AT + 41 }]);
  expect((await latestBooked(web, ref)).items).toMatchObject([
    { seq: 42, pending: true },
    { seq: 7 },
    {},
    {},
    {},
    {},
  ]);
  expect(await auditAccount(deploy, ref)).toMatchObject({ faults: [] });
  await admin.hSet(keys.account(ref), 'booked', '3 4 5 6 8');
  expect((await auditAccount(deploy, ref))?.faults).toEqual([
    'the last bookings are 3 4 5 6 8, the entries make 3 4 5 6 7',
  ]);
});

it('trimming takes moved money and holds out of what they were counted in', async () => {
  const ref = await account();
  for (const keep of [6, 5, 4, 3, 2, 1]) {
    await trimAccount(worker, ref, keep);
    expect((await auditAccount(deploy, ref))?.faults, `keep ${keep}`).toEqual([]);
  }
  expect((await accountTotals(web, ref)).all).toMatchObject({ inMinor: 0, movedMinor: 0, heldMinor: -7_00 });
});

it('trimming goes on after a month’s holds have summed to nothing', async () => {
  const ref = await freshRef(deploy);
  const all = [hold(-30_00), hold(30_00, { releases: 1 }), hold(-20_00), hold(20_00, { releases: 3 })];
  await postHistory(
    deploy,
    ref,
    [...all, posting(), posting()].map((one, index) => ({ ...one, at: AT + index })),
  );
  for (const keep of [4, 2]) {
    await trimAccount(worker, ref, keep);
    expect(await auditAccount(deploy, ref)).toMatchObject({ entries: keep, faults: [] });
  }
});

it('an audit names a sum of moved money that is wrong', async () => {
  const ref = await account();
  await admin.hIncrBy(keys.totals(ref), 'moved', 1);
  await admin.hIncrBy(keys.totals(ref), `held:${MONTH}`, 1);
  expect((await auditAccount(deploy, ref))?.faults).toEqual([
    'totals moved: is -249.99, the entries make -250.00',
    `totals held:${MONTH}: is -6.99, the entries make -7.00`,
  ]);
});

it('a moved amount that is posted live is in no spenders, and the next entry follows it', async () => {
  const ref = await freshRef(deploy);
  await postEntry(worker, ref, saved());
  await postEntry(worker, ref, posting());
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  expect(await netSpends(web, ref, 'all')).toEqual([{ name: 'Café Müller', amountMinor: 12_34 }]);
});

itLoadsDocuments('holds make no regular payment, and money moved each month does', async () => {
  const ref = await freshRef(deploy);
  const monthly = [1, 2, 3].flatMap((month) => [
    { ...saved(), at: OPENED_AT + month * 30 * DAY },
    { ...hold(-7_00), at: OPENED_AT + month * 30 * DAY + 1 },
  ]);
  await postHistory(deploy, ref, monthly);
  const rows = await repeatedPayments(web, ref);
  expect(rows.map(({ counterparty, direction }) => [counterparty, direction])).toEqual(
    Array.from({ length: 3 }, () => ['My savings', 'moved']),
  );
});
