import { expect, it, vi } from 'vitest';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { latestEntries } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, HOUR, monthOf } from '#lib/time.ts';
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
    expect((await searchTotals(worker, ref, {})).count).toBe(keep);
  }
  const series = await admin.ts.range(keys.balanceSeries(ref), '-', '+');
  expect(series, 'the opening and the one entry').toHaveLength(2);
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
  for (const damage of ['totals', 'spenders', 'balanceSeries'] as const) {
    const ref = await freshRef(deploy);
    await postHistory(deploy, ref, year(20));
    await admin.del(keys[damage](ref));
    await admin.set(keys[damage](ref), 'not what it was');
    const before = await everything(admin, ref);
    await expect(trimAccount(worker, ref, 5), damage).rejects.toMatchObject({ code: 'internal' });
    expect(await everything(admin, ref)).toEqual(before);
  }
});

const hold = (at: number, releases?: number) =>
  posting({ at, type: 'hold', amountMinor: releases ? 5_00 : -5_00, releases });

it('what is older than a year goes before any hold, and what is younger after all of them', async () => {
  const ref = await freshRef(deploy);
  const old = Array.from({ length: 10 }, (_, index) => posting({ at: OPENED_AT + DAY + index }));
  const young = Array.from({ length: 40 }, (_, index) => posting({ at: OPENED_AT + 300 * DAY + index }));
  const held = Array.from({ length: 160 }, (_, index) =>
    hold(OPENED_AT + 390 * DAY + index, index % 2 ? 50 + index : undefined),
  );
  await postHistory(deploy, ref, [...old, ...young, ...held]);
  // The first look at an account lists what stays; the old ones are known after it.
  await trimAccount(worker, ref, 208);
  await trimAccount(worker, ref, 190);
  const left = async () => (await latestEntries(web, ref, { limit: 200 })).items.map(({ seq }) => seq);
  const seqs = await left();
  expect([seqs.length, seqs.at(-1)]).toEqual([190, 11]);
  await trimAccount(worker, ref, 100);
  expect((await left()).filter((seq) => seq <= 50)).toHaveLength(40);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 100, faults: [] });
});

it('an open hold stays, with all that is newer, however far above its bound the account is', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, [posting({ at: OPENED_AT + 1 }), hold(OPENED_AT + 2), ...year(50)]);
  await trimAccount(worker, ref, 10);
  const { items } = await latestEntries(web, ref, { limit: 100 });
  expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 51 }, (_, index) => 52 - index));
  await postEntry(worker, ref, posting({ type: 'hold', amountMinor: 5_00, releases: 2 }));
  for (let more = 0; more < 10; more++) await postEntry(worker, ref, posting());
  await trimAccount(worker, ref, 10);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 10, faults: [] });
});

it('two trims and postings side by side take out no pair twice, and cut none', async () => {
  const ref = await freshRef(deploy);
  const at = OPENED_AT + DAY;
  const held = Array.from({ length: 300 }, (_, index) => hold(at + index, index % 2 ? index : undefined));
  await postHistory(deploy, ref, held);
  const [first, second] = await Promise.all([
    trimAccount(worker, ref, 20),
    trimAccount(other, ref, 20),
    ...Array.from({ length: 10 }, () => postEntry(worker, ref, posting())),
  ]);
  const audit = await auditAccount(deploy, ref);
  expect(audit?.faults).toEqual([]);
  expect(Number(first) + Number(second) + (audit?.entries ?? 0)).toBe(310);
});

it('an account of an earlier build, whose opening took a hold without its release, is trimmed like any other', async () => {
  const ref = await freshRef(deploy);
  const at = OPENED_AT + 1;
  await postHistory(deploy, ref, [hold(at), hold(at + 1, 1), ...year(30), hold(at + 30 * DAY)]);
  const [gone] = (await latestEntries(web, ref, { limit: 1, before: 2 })).items;
  if (!gone) throw new TypeError('the first entry');
  const month = monthOf(gone.at, 'UTC');
  await admin.del(keys.entry(ref, 1));
  await admin.hDel(keys.account(ref), ['keptTo', 'kept']);
  const opening = { openingSeq: 1, openingBalance: gone.balanceAfterMinor, openingAt: gone.at };
  await admin.hSet(keys.account(ref), opening);
  for (const field of ['count', `count:${month}`]) await admin.hIncrBy(keys.totals(ref), field, -1);
  for (const field of ['held', `held:${month}`]) await admin.hIncrBy(keys.totals(ref), field, 5_00);
  await admin.zIncrBy(keys.spenders(ref), -5_00, gone.counterparty);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 32, faults: [] });
  for (const keep of [30, 20, 10]) {
    await trimAccount(worker, ref, keep);
    expect(await auditAccount(deploy, ref)).toMatchObject({ entries: keep, faults: [] });
  }
});

it('a page whose entries are trimmed while it is read is filled with what stays', async () => {
  const ref = await freshRef(deploy);
  const at = OPENED_AT + DAY;
  const held = Array.from({ length: 100 }, (_, index) =>
    hold(at + 10 + index, index % 2 ? 10 + index : undefined),
  );
  const booked = (from: number) => Array.from({ length: 10 }, (_, index) => posting({ at: from + index }));
  await postHistory(deploy, ref, [...booked(at), ...held, ...booked(at + DAY)]);
  const read = vi.spyOn(web.json, 'mGet').mockImplementationOnce(async (...call) => {
    await trimAccount(worker, ref, 20);
    return web.json.mGet(...call);
  });
  const page = await latestEntries(web, ref, { limit: 5, before: 60 });
  read.mockRestore();
  expect(page.items.map(({ seq }) => seq)).toEqual([10, 9, 8, 7, 6]);
  expect(page.next).toBe(6);
});
