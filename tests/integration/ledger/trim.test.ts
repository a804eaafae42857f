import { expect, it, vi } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { authorize, readPending } from '#lib/ledger/authorize.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { latestEntries } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, HOUR } from '#lib/time.ts';
import { everything, freshRef, OPENED_AT, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web, worker, other] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('web'),
  redisAs('worker'),
  redisAs('worker'),
]);

/** Over months, in and out, with money that comes back to the same names. */
const year = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    posting({
      at: OPENED_AT + DAY + index * 17 * HOUR,
      amountMinor: (index % 5 === 0 ? 1 : -1) * (1 + ((index * 7919) % 30_000)),
      counterparty: ['Tesco', 'Zara', 'Café Müller', 'Grace O’Connor', 'H&M'][(index * 31) % 5] ?? '',
    }),
  );

it('an account above its bound loses its oldest entries, and every number still follows from the rest', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, year(430));
  for (const keep of [429, 400, 250, 101, 100, 7, 2, 1]) {
    const before = await latestEntries(web, ref, { limit: 50 });
    await trimAccount(worker, ref, keep);
    expect(await auditAccount(deploy, ref), `keep ${keep}`).toMatchObject({ entries: keep, faults: [] });
    const after = await latestEntries(web, ref, { limit: 50 });
    expect(after.items).toEqual(before.items.slice(0, keep));
    expect((await searchTotals(web, ref, {})).count).toBe(keep);
  }
  const days = await admin.ts.range(keys.balanceSeries(ref, '1d'), '-', '+');
  expect(days.length, 'the day of the opening and what is nearer').toBeLessThanOrEqual(2);
  const leftover = Object.keys(await everything(admin, ref)).filter((key) =>
    /bankTransaction|bigspenders/.test(key),
  );
  expect(leftover).toHaveLength(3);
  await postEntry(worker, ref, posting());
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
});

it('the last entry always stays', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, year(3));
  expect(await trimAccount(worker, ref, 0)).toBe(2);
  expect(await trimAccount(worker, ref, -5)).toBe(0);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 1, faults: [] });
});

it('two trims and postings side by side take out no entry twice', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, year(330));
  const [first, second] = await Promise.all([
    trimAccount(worker, ref, 20),
    trimAccount(other, ref, 20),
    ...Array.from({ length: 10 }, () => postEntry(worker, ref, posting())),
  ]);
  const audit = await auditAccount(deploy, ref);
  expect(audit?.faults).toEqual([]);
  expect(Number(first) + Number(second) + (audit?.entries ?? 0)).toBe(340);
});

it('what was taken out is not found any more', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, year(60));
  await trimAccount(worker, ref, 10);
  const found = await searchEntries(web, ref, { q: 'flat' }, { limit: 50 });
  expect(found.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, index) => 60 - index));
});

it('names that got all their money back leave nothing to trip over', async () => {
  const ref = await freshRef(deploy);
  const at = OPENED_AT + DAY;
  await postHistory(
    deploy,
    ref,
    [5, -5, 7, -7, 3, -3, 1].map((amountMinor, index) => posting({ at: at + index, amountMinor })),
  );
  for (const keep of [6, 5, 4, 3, 2, 1]) {
    await trimAccount(worker, ref, keep);
    expect(await auditAccount(deploy, ref)).toMatchObject({ entries: keep, faults: [] });
  }
});

it('a damaged key stops a trim before its first write', async () => {
  const tier = (ref: AccountRef) => keys.balanceSeries(ref, '1d');
  for (const keyOf of [keys.totals, keys.spenders, tier]) {
    const ref = await freshRef(deploy);
    await postHistory(deploy, ref, year(20));
    await admin.del(keyOf(ref));
    await admin.set(keyOf(ref), 'not what it was');
    const before = await everything(admin, ref);
    await expect(trimAccount(worker, ref, 5), keyOf(ref)).rejects.toMatchObject({ code: 'internal' });
    expect(await everything(admin, ref)).toEqual(before);
  }
});

it('a page whose entries are trimmed while it is read is the last one', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, year(30));
  const read = vi.spyOn(web.json, 'mGet').mockImplementationOnce(async (...call) => {
    await trimAccount(worker, ref, 12);
    return web.json.mGet(...call);
  });
  const page = await latestEntries(web, ref, { limit: 10, before: 26 });
  read.mockRestore();
  expect(page.items.map(({ seq }) => seq)).toEqual([25, 24, 23, 22, 21, 20, 19]);
  expect(page.next).toBeNull();
});

it('an account that has a pending transaction is trimmed like any other, and its money stays reserved', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, [posting({ at: OPENED_AT + 1, amountMinor: 9_000_00 }), ...year(20)]);
  const { payment, adjusted, authorizedMinor, ...one } = posting({ amountMinor: -5_00 });
  await authorize(worker, ref, { ...one, expiresAt: one.at + DAY });
  await postEntry(worker, ref, posting());
  await trimAccount(worker, ref, 1);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 1, faults: [] });
  expect(await readPending(web, ref)).toMatchObject([{ id: one.id }]);
  await postEntry(worker, ref, one, { posts: true });
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 2, faults: [] });
});
