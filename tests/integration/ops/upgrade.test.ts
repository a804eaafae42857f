/** The deploy step on the data of an earlier build. */
import { expect, test } from 'vitest';
import { accountOf } from '#demo/crowd.ts';
import { dayPlan } from '#demo/day-plan.ts';
import { newPlans } from '#demo/plans.ts';
import { balanceHistory } from '#lib/finance/balance.ts';
import { createUser, readUser } from '#lib/identity/users.ts';
import type { AccountRef } from '#lib/ids.ts';
import { findAccount } from '#lib/ledger/account-numbers.ts';
import { nameLast } from '#lib/ledger/last-named.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { latestBooked } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { HISTORY_LOADED } from '#lib/readiness/readiness.ts';
import { BALANCE_TIER_NAMES, type BalanceTier, keys } from '#lib/redis/keys.ts';
import { DAY, HOUR, MINUTE, startOfDay } from '#lib/time.ts';
import { LAST_NAMED, PLAN_IDS, rememberDayPlan, upgradeData } from '#ops/upgrade.ts';
import { addTicking } from '#worker/ticking.ts';
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
  await upgradeData(redis);
  expect(await findAccount(redis, '99887766')).toEqual(second);
  const found = await findAccount(redis, number);
  await upgradeData(redis);
  expect(await findAccount(redis, number)).toEqual(found);
  expect(await redis.hGet(keys.account(found ?? second), 'number')).toBe(number);
});

test('an account of an earlier build names its last bookings, and how far its plan is, after the deploy step', async () => {
  const ref = await freshRef(redis);
  const at = OPENED_AT + DAY;
  const [plan] = dayPlan(accountOf('1234567890'), '2026-01-02', 'UTC');
  const booked = Array.from({ length: 9 }, (_, index) =>
    posting({ ...(index === 8 ? plan : {}), at: at + index }),
  );
  const held = Array.from({ length: 300 }, (_, n) => [
    posting({ type: 'hold', amountMinor: -5_00, at: at + 100 + 2 * n }),
    posting({ type: 'hold', amountMinor: 5_00, at: at + 101 + 2 * n, releases: 10 + 2 * n }),
  ]);
  await postHistory(redis, ref, [...booked, ...held.flat()]);
  await redis.hDel(keys.account(ref), ['booked', 'planned']);
  await redis.hDel(keys.deployed(), LAST_NAMED);
  await upgradeData(redis);
  expect((await latestBooked(redis, ref)).items.map(({ seq }) => seq)).toEqual([9, 8, 7, 6, 5]);
  expect(await redis.hGet(keys.account(ref), 'planned')).toBe(`${plan?.id} ${at + 8}`);
  expect(await auditAccount(redis, ref)).toMatchObject({ faults: [] });
});

test('what a process of the build before books after the deploy step is named by the next one, which then looks no more', async () => {
  const [ref, other] = [await freshRef(redis), await freshRef(redis)];
  const names = async (of: AccountRef) => redis.hmGet(keys.account(of), ['booked', 'planned']);
  for (let n = 1; n <= 3; n++) await postEntry(redis, ref, posting({ id: `plan-current-2026-01-0${n}-1` }));
  const right = await names(ref);
  // It knew nothing of one field or of both, then wrote beside them; a process of this build went on from there.
  for (const [booked, planned] of [
    ['1 3', `plan-current-2026-01-01-1 ${OPENED_AT + DAY}`],
    ['3', right[1] ?? ''],
  ]) {
    await redis.hDel(keys.deployed(), LAST_NAMED);
    await redis.hSet(keys.account(ref), { booked: booked ?? '', planned: planned ?? '' });
    await upgradeData(redis);
    expect(await names(ref)).toEqual(right);
    expect(await redis.hExists(keys.deployed(), LAST_NAMED)).toBe(0);
    await upgradeData(redis);
    expect(await redis.hExists(keys.deployed(), LAST_NAMED)).toBe(1);
  }
  expect(await auditAccount(redis, ref)).toMatchObject({ faults: [] });
  await redis.hSet(keys.account(other), 'booked', '7');
  await upgradeData(redis);
  expect((await names(other))[0]).toBe('7');
});

test('what is booked while the deploy step looks at an account is named, too', async () => {
  const ref = await freshRef(redis);
  for (let n = 0; n < 3; n++) await postEntry(redis, ref, posting());
  await redis.hSet(keys.account(ref), 'booked', '3');
  let posted = 0;
  const busy = new Proxy(redis, {
    get(target, name) {
      const found = Reflect.get(target, name);
      if (name !== 'evalSha') return typeof found === 'function' ? found.bind(target) : found;
      return async (...words: Parameters<typeof target.evalSha>) => {
        if (posted++ === 0) await postEntry(redis, ref, posting());
        return target.evalSha(...words);
      };
    },
  });
  expect(await nameLast(busy, ref)).toBe(true);
  expect(await redis.hGet(keys.account(ref), 'booked')).toBe('1 2 3 4');
});

test('what an earlier build has booked of the day’s plan is not booked again, and what is due later is', async () => {
  const ref = await freshRef(redis);
  await addTicking(redis, ref);
  const { number = '' } = await redis.hGetAll(keys.account(ref));
  const at = startOfDay('2026-05-04', 'UTC') + 15 * HOUR;
  const ids = newPlans('UTC')
    .of(number, { at, offsetMs: 0 })
    .entries.map(({ posting: { id, at: dueAt } }) => ({ id, isDue: dueAt <= at }));
  const known = () => redis.exists(ids.map(({ id }) => keys.posted(ref.user, id)));
  await redis.hSet(keys.deployed(), HISTORY_LOADED, '1');
  await rememberDayPlan(redis, at);
  // The deploy step of this build has been here: whatever is missing is missed.
  expect(await known()).toBe(0);
  await redis.hDel(keys.deployed(), PLAN_IDS);
  await rememberDayPlan(redis, at);
  const due = ids.filter(({ isDue }) => isDue);
  expect(due.length).toBeGreaterThan(0);
  expect(ids.length).toBeGreaterThan(due.length);
  expect(await known()).toBe(due.length);
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
