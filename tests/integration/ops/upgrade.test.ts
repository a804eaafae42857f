/** The deploy step on the data of an earlier build. */
import { expect, test } from 'vitest';
import { balanceHistory } from '#lib/finance/balance.ts';
import { createUser, readUser } from '#lib/identity/users.ts';
import type { AccountRef } from '#lib/ids.ts';
import { findAccount } from '#lib/ledger/account-numbers.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { BALANCE_TIER_NAMES, type BalanceTier, keys } from '#lib/redis/keys.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';
import { ACCOUNTS_UPGRADED, upgradeData } from '#ops/upgrade.ts';
import { freshRef, OPENED_AT, posting } from '../search/search-helpers.ts';
import { emptyBank } from './job-runs.ts';

const { redis, job } = await emptyBank();

/** Of each tier, with the bucket that is still open. */
const tiersOf = (ref: AccountRef) =>
  Promise.all(
    BALANCE_TIER_NAMES.map((tier) =>
      redis.ts.range(keys.balanceSeries(ref, tier), '-', '+', { LATEST: true }),
    ),
  );

test('an account that lacks tiers of its balance has them after the deploy step, as if they had been there', async () => {
  const begin = Math.floor((OPENED_AT + DAY) / HOUR) * HOUR;
  // Days, hours of several entries, and a last hour with its lowest and highest in the middle.
  const history = [-100, 900, -300, 50].flatMap((amountMinor, day) =>
    [1, 2, 3].map((at) =>
      posting({ at: begin + day * DAY + at * 25 * MINUTE, amountMinor: amountMinor * at }),
    ),
  );
  const last = [-700, 1900, -600, 40].map((amountMinor, at) =>
    posting({ at: begin + 5 * DAY + at * MINUTE, amountMinor }),
  );
  const next = [5, 6].map((minutes) => posting({ at: begin + 5 * DAY + minutes * MINUTE, amountMinor: -1 }));
  const later = [1, 30].map((hours) => posting({ at: begin + 5 * DAY + hours * HOUR, amountMinor: 20 }));

  const [whole, old, opened, openedWhole] = await Promise.all([1, 2, 3, 4].map(() => freshRef(redis)));
  if (!whole || !old || !opened || !openedWhole) throw new TypeError('four accounts');
  // A build before this one kept all samples.
  for (const ref of [whole, old]) await redis.ts.alter(keys.balanceSeries(ref), { RETENTION: 0 });
  for (const ref of [whole, old]) await postHistory(redis, ref, [...history, ...last]);
  const lacking: BalanceTier[] = ['1h:min', '1h:max', '1d'];
  for (const ref of [old, opened]) await redis.del(lacking.map((tier) => keys.balanceSeries(ref, tier)));

  expect(await job('ops/deploy.ts')).toMatchObject({ status: 0 });
  expect(await tiersOf(old)).toEqual(await tiersOf(whole));
  await upgradeData(redis);
  for (const posted of [...next, ...later]) {
    for (const ref of [whole, old, opened, openedWhole]) await postEntry(redis, ref, posted);
    expect(await tiersOf(old)).toEqual(await tiersOf(whole));
    expect(await tiersOf(opened)).toEqual(await tiersOf(openedWhole));
  }
  expect(await auditAccount(redis, old)).toMatchObject({ faults: [] });
  expect((await balanceHistory(redis, old, 'all')).points.length).toBeGreaterThan(2);
  expect(await trimAccount(redis, old, 3)).toBe(history.length + last.length + 4 - 3);
});

test('an account is found by its number after the deploy step, and none takes the number of another', async () => {
  const [first, second] = [await freshRef(redis), await freshRef(redis)];
  const { number = '' } = await redis.hGetAll(keys.account(first));
  await redis.del(keys.accountNumber(number));
  await redis.hSet(keys.account(second), 'number', '99887766');
  await redis.hDel(keys.deployed(), ACCOUNTS_UPGRADED);
  await upgradeData(redis);
  expect(await findAccount(redis, '99887766')).toEqual(second);
  const found = await findAccount(redis, number);
  await redis.hDel(keys.deployed(), ACCOUNTS_UPGRADED);
  await upgradeData(redis);
  expect(await findAccount(redis, number)).toEqual(found);
  expect(await redis.hGet(keys.account(found ?? second), 'number')).toBe(number);
});

test('an account of an earlier build, where nothing was ever pending, has all of its balance available', async () => {
  const ref = await freshRef(redis);
  await postEntry(redis, ref, posting());
  const { balance } = await redis.hGetAll(keys.account(ref));
  await redis.hDel(keys.account(ref), 'available');
  await redis.hSet(keys.account(ref), { holds: '', booked: '1', kept: '0', keptTo: '0' });
  await redis.hDel(keys.deployed(), ACCOUNTS_UPGRADED);
  await upgradeData(redis);
  const hash = await redis.hGetAll(keys.account(ref));
  expect(hash.available).toBe(balance);
  expect(Object.keys(hash)).not.toEqual(expect.arrayContaining(['holds']));
  expect(await auditAccount(redis, ref)).toMatchObject({ faults: [] });
});

test('what a customer had chosen, and their shorter sessions, are there after the deploy step', async () => {
  const profile = { name: 'Ann Example', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' };
  const made = { password: 'correct horse battery', role: 'user' as const, profile, accounts: [] };
  const [ann, ben] = await Promise.all(
    ['ann', 'ben'].map((username) => createUser(redis, { ...made, username })),
  );
  if (!ann || !ben) throw new TypeError('two people');
  const before = { sessionPolicy: 'psd2', hideAmounts: true, language: 'de' };
  await redis.json.set(keys.user(ann.user), '$.preferences', before);
  await redis.json.set(keys.user(ben.user), '$.preferences', { hideAmounts: true });
  // Chosen at a process of this build.
  await redis.hSet(keys.preferences(ben.user), 'hideAmounts', 'false');

  for (const _ of ['first', 'again']) {
    await upgradeData(redis);
    expect((await readUser(redis, ann.user))?.sessionPolicy).toBe('psd2');
    expect({ ...(await redis.hGetAll(keys.preferences(ann.user))) }).toEqual({
      hideAmounts: 'true',
      language: '"de"',
    });
    expect((await readUser(redis, ben.user))?.sessionPolicy).toBeUndefined();
    expect({ ...(await redis.hGetAll(keys.preferences(ben.user))) }).toEqual({ hideAmounts: 'false' });
  }
  const kept = await redis.json.get(keys.user(ann.user), { path: '$.preferences' });
  expect(kept, 'for processes of the build before').toEqual([before]);
});
