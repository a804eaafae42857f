/** One number changed by hand is found and named. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { latestEntries } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, monthOf } from '#lib/time.ts';
import { freshRef, OPENED_AT, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, worker, other] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('worker'),
  redisAs('worker'),
]);

const PAST = OPENED_AT + 10 * DAY;
const PAST_MONTH = monthOf(PAST, 'UTC');

/** Ten entries of a past month, three of today; trimmed once, so that the opening is not the first. */
async function account(): Promise<AccountRef> {
  const ref = await freshRef(deploy);
  await postHistory(
    deploy,
    ref,
    Array.from({ length: 12 }, (_, index) => posting({ at: PAST + index })),
  );
  for (let index = 0; index < 3; index++) await postEntry(worker, ref, posting({ amountMinor: 50 }));
  await trimAccount(deploy, ref, 13);
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  return ref;
}

const faultsOf = async (ref: AccountRef) => (await auditAccount(deploy, ref))?.faults.join('\n');

describe('what is altered by hand is named', () => {
  const alterations: [what: string, alter: (ref: AccountRef) => Promise<unknown>, named: RegExp][] = [
    [
      'the balance',
      (ref) => admin.hIncrBy(keys.account(ref), 'balance', 1),
      /^balance is 853\.43, but opening \+ Σ/,
    ],
    ['the seq', (ref) => admin.hIncrBy(keys.account(ref), 'seq', 1), /entry 16 is missing/],
    [
      'the seq, back',
      (ref) => admin.hIncrBy(keys.account(ref), 'seq', -1),
      /entry 15 exists, after the last/,
    ],
    [
      'the opening seq',
      (ref) => admin.hIncrBy(keys.account(ref), 'openingSeq', 1),
      /entry 3 exists, before the first/,
    ],
    [
      'the opening balance',
      (ref) => admin.hIncrBy(keys.account(ref), 'openingBalance', 1),
      /opening \+ Σ amounts/,
    ],
    ['the last time', (ref) => admin.hIncrBy(keys.account(ref), 'lastAt', 1), /the last event was at/],
    ['an entry taken out', (ref) => admin.del(keys.entry(ref, 7)), /entry 7 is missing/],
    ['the last entry taken out', (ref) => admin.del(keys.entry(ref, 15)), /entry 15 is missing/],
    ['an amount', (ref) => admin.json.set(keys.entry(ref, 7), '$.amount', -1), /entry 7: balanceAfter/],
    [
      'a balanceAfter',
      (ref) => admin.json.set(keys.entry(ref, 7), '$.balanceAfter', 1),
      /entry 7: balanceAfter is 0\.01/,
    ],
    [
      'a month',
      (ref) => admin.json.set(keys.entry(ref, 7), '$.month', '2001-01'),
      /totals count:2001-01: is 0/,
    ],
    ['a time', (ref) => admin.json.set(keys.entry(ref, 7), '$.transactionDate', PAST), /entry 7: its time/],
    ['a scope', (ref) => admin.json.set(keys.entry(ref, 7), '$.scope', 'theirs'), /entry 7: its scope/],
    [
      'a direction',
      (ref) => admin.json.set(keys.entry(ref, 7), '$.direction', 'in'),
      /entry 7: its direction/,
    ],
    [
      'an entry of another shape',
      (ref) => admin.json.set(keys.entry(ref, 7), '$', { a: 1 }),
      /entry 7 is no ledger/,
    ],
    [
      'a count',
      (ref) => admin.hIncrBy(keys.totals(ref), 'count', 1),
      /^totals count: is 14, the entries make 13$/,
    ],
    [
      'a sum',
      (ref) => admin.hIncrBy(keys.totals(ref), 'out', 1),
      /^totals out: is 123\.41, the entries make 123\.40$/,
    ],
    [
      'a sum of a month',
      (ref) => admin.hIncrBy(keys.totals(ref), `out:${PAST_MONTH}`, 100),
      new RegExp(`^totals out:${PAST_MONTH}: is 124\\.40`),
    ],
    [
      'a month that has no entry',
      (ref) => admin.hSet(keys.totals(ref), 'in:2001-01', 7),
      /^totals in:2001-01: is 0\.07/,
    ],
    ['the totals', (ref) => admin.del(keys.totals(ref)), /^totals count: is 0, the entries make 13/],
    [
      'a spender',
      (ref) => admin.zIncrBy(keys.spenders(ref), 1, 'Café Müller'),
      /^spenders Café Müller: is 121\.91/,
    ],
    [
      'a spender of a month',
      (ref) => admin.zIncrBy(keys.spenders(ref, PAST_MONTH), 1, 'Café Müller'),
      /^spenders of .* Café/,
    ],
    [
      'an unknown name among the spenders',
      (ref) => admin.zAdd(keys.spenders(ref), { value: 'Nobody', score: 5 }),
      /^spenders Nobody: is 0\.05/,
    ],
    [
      'a spender taken out',
      (ref) => admin.zRem(keys.spenders(ref), 'Café Müller'),
      /^spenders Café Müller: is 0\.00/,
    ],
    [
      'a sample',
      async (ref) => {
        const { items } = await latestEntries(deploy, ref, { limit: 2 });
        const at = items[1]?.at ?? 0;
        await admin.ts.del(keys.balanceSeries(ref), at, at);
      },
      /^balance series at/,
    ],
    [
      'a sample too many',
      (ref) => admin.ts.add(keys.balanceSeries(ref), Date.now(), 5),
      /last sample of the series is 0\.05/,
    ],
    [
      'what is available',
      (ref) => admin.hIncrBy(keys.account(ref), 'available', 1),
      /^available is 853\.43, but the last sample of the series is 853\.42/,
    ],
    [
      'a tier that Redis no longer fills',
      async (ref) => {
        await admin.ts.deleteRule(keys.balanceSeries(ref), keys.balanceSeries(ref, '1h:min'));
        await postEntry(worker, ref, posting());
      },
      /newest bucket of tier 1h:min is missing/,
    ],
    [
      'a key of another type',
      (ref) => admin.del(keys.spenders(ref)).then(() => admin.set(keys.spenders(ref), 'x')),
      /cannot be read/,
    ],
    [
      'the live stream',
      (ref) =>
        admin.xAdd(keys.stream(ref.user), '*', {
          account: ref.account,
          kind: 'posted',
          seq: '99',
          row: '{}',
        }),
      /live stream's last entry is 99/,
    ],
  ];
  it.each(alterations)('%s', async (_, alter, named) => {
    const ref = await account();
    await alter(ref);
    expect(await faultsOf(ref)).toMatch(named);
  });

  it('the same id at two seqs', async () => {
    const ref = await account();
    await admin.json.set(
      keys.entry(ref, 8),
      '$.id',
      String(((await admin.json.get(keys.entry(ref, 7), { path: '$.id' })) as string[])[0]),
    );
    expect(await faultsOf(ref)).toMatch(/entry 8: its id .* was posted before/);
  });

  it('an account that is gone', async () => {
    const ref = await account();
    await admin.del(keys.account(ref));
    expect(await auditAccount(deploy, ref)).toBeNull();
  });
});

it('the audit is exact while two workers post and a third takes the oldest out', async () => {
  const ref = await freshRef(deploy);
  await postHistory(
    deploy,
    ref,
    Array.from({ length: 1500 }, (_, index) => posting({ at: PAST + index })),
  );
  let running = true;
  const post = async (redis: typeof worker) => {
    while (running) {
      await postEntry(redis, ref, posting());
      await sleep(2);
    }
  };
  const trim = async () => {
    while (running) {
      await trimAccount(deploy, ref, 1200);
      await sleep(250);
    }
  };
  const work = Promise.all([post(worker), post(other), trim()]);
  const audits = async () => {
    for (let round = 0; round < 10; round++) expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  };
  await Promise.race([audits(), work]).finally(() => {
    running = false;
  });
  await work;
});
