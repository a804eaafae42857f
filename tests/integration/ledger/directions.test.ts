/** Money moved between one's own accounts, and what is pending: what they change, and what they count as. */
import { expect, it } from 'vitest';
import { netSpends } from '#lib/finance/spenders.ts';
import { accountTotals, monthlySums } from '#lib/finance/totals.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import { repeatedPayments } from '#lib/search/repeated.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, monthOf } from '#lib/time.ts';
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
/** Income 50.00, spending 12.34, 400.00 to the savings and 150.00 back from them; 7.00 is pending. */
async function account() {
  const ref = await freshRef(deploy);
  const all = [
    posting({ amountMinor: 50_00, counterparty: 'Work', category: 'income', type: 'salary' }),
    saved(),
    posting(),
    saved({ amountMinor: 150_00 }),
  ];
  await postHistory(
    deploy,
    ref,
    all.map((one, index) => ({ ...one, at: AT + index })),
  );
  const pending = posting({ amountMinor: -7_00, counterparty: 'Tesco', at: AT + 10 });
  await authorize(worker, ref, { ...pending, expiresAt: Date.now() + DAY });
  return ref;
}
const SUMS = { inMinor: 50_00, outMinor: 12_34, movedMinor: -250_00 };
const BALANCE = OPENING_MINOR + 50_00 - 12_34 - 250_00;

it('money moved to one’s own savings is neither in nor out, of no month, category or spender, and the balance has it', async () => {
  const ref = await account();
  expect(await auditAccount(deploy, ref)).toMatchObject({ balanceMinor: BALANCE, faults: [] });
  const sums = { count: 4, ...SUMS };
  expect(await accountTotals(web, ref)).toEqual({ all: sums, months: { [MONTH]: sums } });
  expect(await monthlySums(web, ref)).toEqual([{ month: MONTH, count: 4, inMinor: 50_00, outMinor: 12_34 }]);
  expect((await categorySums(web, ref, {})).items.map(({ category }) => category)).toEqual([
    'coffee',
    'income',
  ]);
  for (const period of ['all', MONTH]) {
    expect(await netSpends(web, ref, period)).toEqual([
      { name: 'Café Müller', amountMinor: 12_34 },
      { name: 'Work', amountMinor: -50_00 },
    ]);
  }
});

it('each direction is a filter, and the sums of a search are by direction', async () => {
  const ref = await account();
  for (const filter of [{}, { from: '2000-01-01' }, { q: '>0' }]) {
    expect(await searchTotals(web, ref, filter)).toEqual({
      count: 4,
      ...SUMS,
      netMinor: BALANCE - OPENING_MINOR,
      pendingCount: 1,
      pendingMinor: -7_00,
    });
  }
  const seqs = async (direction: 'in' | 'out' | 'moved') =>
    (await searchEntries(web, ref, { direction }, { limit: 50 })).items.map(({ seq }) => seq);
  expect(await seqs('in')).toEqual([1]);
  expect(await seqs('out')).toEqual([3]);
  expect(await seqs('moved')).toEqual([4, 2]);
  // What is typed with a sign is the amount as it is shown.
  const typed = await searchEntries(web, ref, { q: '-400.00' }, { limit: 50 });
  expect(typed.items.map(({ seq }) => seq)).toEqual([2]);
  expect((await searchEntries(web, ref, { q: '+400.00' }, { limit: 50 })).items).toEqual([]);
});

it('trimming takes moved money out of what it was counted in', async () => {
  const ref = await account();
  for (const keep of [3, 2, 1]) {
    await trimAccount(worker, ref, keep);
    expect((await auditAccount(deploy, ref))?.faults, `keep ${keep}`).toEqual([]);
  }
  expect((await accountTotals(web, ref)).all).toMatchObject({ inMinor: 0, outMinor: 0, movedMinor: 150_00 });
});

it('an audit names a sum of moved money that is wrong', async () => {
  const ref = await account();
  await admin.hIncrBy(keys.totals(ref), 'moved', 1);
  expect((await auditAccount(deploy, ref))?.faults).toEqual([
    'totals moved: is -249.99, the entries make -250.00',
  ]);
});

it('a moved amount that is posted live is in no spenders, and the next entry follows it', async () => {
  const ref = await freshRef(deploy);
  await postEntry(worker, ref, saved());
  await postEntry(worker, ref, posting());
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  expect(await netSpends(web, ref, 'all')).toEqual([{ name: 'Café Müller', amountMinor: 12_34 }]);
});

itLoadsDocuments('money moved each month is a regular payment', async () => {
  const ref = await freshRef(deploy);
  const monthly = [1, 2, 3].map((month) => ({ ...saved(), at: OPENED_AT + month * 30 * DAY }));
  await postHistory(deploy, ref, monthly);
  const rows = await repeatedPayments(web, ref);
  expect(rows.map(({ counterparty, direction }) => [counterparty, direction])).toEqual(
    Array.from({ length: 3 }, () => ['My savings', 'moved']),
  );
});
