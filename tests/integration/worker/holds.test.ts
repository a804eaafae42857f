/** What a card does all day, through the real posting: workers that come and go, and what they leave. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accountOf } from '#demo/crowd.ts';
import { dayOfPlanId, dayPlan } from '#demo/day-plan.ts';
import { tickOf } from '#demo/generator.ts';
import { netSpends } from '#lib/finance/spenders.ts';
import { accountTotals } from '#lib/finance/totals.ts';
import type { AccountRef } from '#lib/ids.ts';
import { MAX_OPEN_HOLDS } from '#lib/ledger/holds.ts';
import { postEntry, postHistory, readHead } from '#lib/ledger/post.ts';
import { latestEntries, readEntry, readLedger, seqsDown } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import { DAY, dayOf, HOUR, startOfDay, TICK } from '#lib/time.ts';
import { bookBatch, newBooks } from '#worker/booking.ts';
import { freshRef, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web, worker, other] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('web'),
  redisAs('worker'),
  redisAs('worker'),
]);

const MANY = 1_000_000;
/** Of test accounts. */
const NUMBER = '1234567890';
const DATE = dayOf(Date.now() - 2 * DAY, 'UTC');
const PLAN = dayPlan(accountOf(NUMBER), DATE, 'UTC').filter(({ type }) => type !== 'own_transfer');
const OPENED_AT = startOfDay(DATE, 'UTC') - HOUR;

type Worker = { redis: typeof worker; books: ReturnType<typeof newBooks> };
const newWorker = (redis = worker): Worker => ({ redis, books: newBooks() });
const tickBy = ({ redis, books }: Worker, ref: AccountRef, tick: number) =>
  bookBatch(redis, books, new Set([{ ref, tick, offsetMs: 0 }]), MANY);

/** Fewer ticks than a day: those about each entry of the plan. */
const TICKS = [
  ...new Set(
    PLAN.flatMap(({ at }) => Array.from({ length: 40 }, (_, step) => Math.ceil(at / TICK) + step - 20)),
  ),
].sort((a, b) => a - b);

const entriesOf = async (ref: AccountRef) => {
  const { seq } = await readHead(worker, ref);
  return readLedger(worker, ref, seqsDown(seq, 1).reverse());
};

it('a day with workers that come, go and race books each tick once, ends as planned, and leaves no hold behind', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  let [one, two] = [newWorker(), newWorker(other)];
  const down = new Set<number>();
  for (const [at, tick] of TICKS.entries()) {
    // Nobody works for a while, also when the plan has something; then others do.
    if (at % 70 > 15 && at % 70 < 30) {
      down.add(tick);
      [one, two] = [newWorker(), newWorker(other)];
      continue;
    }
    await Promise.all(
      at % 70 < 40
        ? [tickBy(one, ref, tick), tickBy(two, ref, tick)]
        : [tickBy(at % 2 ? one : two, ref, tick)],
    );
    const open = (await admin.hGet(keys.account(ref), 'holds')) ?? '';
    expect(open.split(' ').filter(Boolean).length).toBeLessThanOrEqual(MAX_OPEN_HOLDS);
  }
  expect(down.size).toBeGreaterThan(20);
  const entries = await entriesOf(ref);
  expect(entries.map(({ transactionDate }) => transactionDate)).toEqual(
    TICKS.filter((tick) => !down.has(tick)).map((tick) => tick * TICK),
  );
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  const late = PLAN.filter((entry) => down.has(Math.ceil(entry.at / TICK)));
  expect(late.length).toBeGreaterThan(0);

  // Who releases what is open, when no more ticks come: as the worker would, one after another.
  for (let step = 1; (await readHead(worker, ref)).holds.length > 0; step++) {
    await postEntry(worker, ref, ({ holds: [oldest] }) => ({
      ...posting({ id: `end-${ref.account}-${step}` }),
      type: 'hold',
      amountMinor: -(oldest?.amountMinor ?? 0),
      counterparty: oldest?.counterparty ?? '',
      releases: oldest?.seq,
    }));
  }
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);

  const sum = (some: { amountMinor: number }[]) =>
    some.reduce((all, { amountMinor }) => all + amountMinor, 0);
  const outgoing = PLAN.filter(({ amountMinor }) => amountMinor < 0);
  expect((await accountTotals(web, ref)).all).toMatchObject({
    inMinor: sum(PLAN) - sum(outgoing),
    outMinor: -sum(outgoing),
    movedMinor: 0,
    heldMinor: 0,
  });
  const net = (by: 'category' | 'counterparty') =>
    Object.fromEntries(
      [...Map.groupBy(PLAN, (entry) => entry[by])].map(([name, some]) => [name, -sum(some)]),
    );
  const { items } = await categorySums(web, ref, {});
  expect(Object.fromEntries(items.map((one) => [one.category, one.outMinor - one.inMinor]))).toEqual(
    net('category'),
  );
  const spends = (await netSpends(web, ref, 'all')).filter(({ amountMinor }) => amountMinor !== 0);
  expect(Object.fromEntries(spends.map(({ name, amountMinor }) => [name, amountMinor]))).toEqual(
    net('counterparty'),
  );
});

it('a new worker looks at what is booked of the plan once, and what history booked of the day is not booked again', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const sorted = PLAN.toSorted((a, b) => a.at - b.at);
  const history = sorted.slice(0, 3);
  await postHistory(deploy, ref, history);
  const end = tickOf(startOfDay(DATE, 'UTC') + DAY) - 1;
  for (let step = 0; step < sorted.length; step++) {
    await Promise.all([
      tickBy(newWorker(), ref, end - 20 + step),
      tickBy(newWorker(other), ref, end - 20 + step),
    ]);
  }
  const booked = (await entriesOf(ref)).map(({ id }) => id);
  expect(booked.slice(0, sorted.length)).toEqual(sorted.map(({ id }) => id));
  expect(booked.slice(sorted.length).every((id) => id.startsWith('tick-'))).toBe(true);
  expect(booked).toHaveLength(history.length + sorted.length);
});

/** What the worker books of the plan on these days, in order. */
const planned = (days: string[]) =>
  days.flatMap((date) =>
    dayPlan(accountOf(NUMBER), date, 'UTC')
      .filter(({ type }) => type !== 'own_transfer')
      .toSorted((a, b) => a.at - b.at),
  );

it('what the plan had while nobody worked, over midnights and days, is booked once, in order, and dated on its day unless something newer is there', async () => {
  const steps = fc.array(
    fc.record({
      awayMinutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
      ticks: fc.integer({ min: 1, max: 12 }),
      workers: fc.integer({ min: 1, max: 2 }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (stays) => {
      const begin = Date.now() - 20 * DAY;
      const ref = await freshRef(deploy, undefined, begin - 2 * DAY);
      const before = planned([dayOf(begin - DAY, 'UTC')]);
      await postHistory(deploy, ref, before);
      let tick = tickOf(startOfDay(dayOf(begin, 'UTC'), 'UTC')) - 1;
      for (const { awayMinutes, ticks, workers } of stays) {
        tick += awayMinutes * 6;
        const here = [newWorker(), newWorker(other)].slice(0, workers);
        for (let step = 0; step < ticks; step++, tick++)
          await Promise.all(here.map((one) => tickBy(one, ref, tick)));
      }
      // The last stay is long enough for what is late.
      const one = newWorker();
      for (let step = 0; step < 40; step++) await tickBy(one, ref, ++tick);
      const entries = await entriesOf(ref);
      const booked = entries.filter(({ id }) => id.startsWith('plan-')).slice(before.length);
      const days = Array.from({ length: 20 }, (_, at) => dayOf(begin + at * DAY, 'UTC'));
      const due = planned(days).filter(({ at }) => at <= tick * TICK - 20 * 3 * TICK);
      expect(booked.slice(0, due.length).map(({ id }) => id)).toEqual(due.map(({ id }) => id));
      for (const { id, transactionDate } of booked)
        expect(dayOf(transactionDate, 'UTC')).toBe(dayOfPlanId(id));
      expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
    }),
    { numRuns: 3 },
  );
});

const idsOf = async (ref: AccountRef) => (await entriesOf(ref)).map(({ id }) => id);
const plansOf = async (ref: AccountRef) => (await idsOf(ref)).filter((id) => id.startsWith('plan-'));
const pay = (ref: AccountRef, from: number, times: number) =>
  postHistory(
    deploy,
    ref,
    Array.from({ length: times }, (_, n) => posting({ at: from + n })),
  );

it.each(['named by the account', 'looked up in the ledger, since an earlier build named none'])(
  'what is booked of a day is not booked again, however much was paid since: %s',
  async (how) => {
    const ref = await freshRef(deploy, undefined, OPENED_AT);
    const plan = planned([DATE]);
    const noon = (plan[3]?.at ?? 0) + 1;
    await postHistory(
      deploy,
      ref,
      plan.filter(({ at }) => at < noon),
    );
    await pay(ref, noon, 600);
    if (how !== 'named by the account') await admin.hDel(keys.account(ref), 'planned');
    const end = tickOf(startOfDay(DATE, 'UTC') + DAY) - 20;
    for (let step = 0; step < plan.length; step++) await tickBy(newWorker(), ref, end + step);
    expect(await plansOf(ref)).toEqual(plan.map(({ id }) => id));
    expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  },
);

it('what trimming left is looked through, too, where an earlier build named no plan', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const plan = planned([DATE]);
  const [first] = plan;
  await postHistory(deploy, ref, [
    ...plan.slice(0, 1),
    ...[-1_00, 1_00].map((amountMinor, n) => ({
      ...posting({ type: 'hold', amountMinor, at: (first?.at ?? 0) + 1 + n }),
      ...(n === 1 ? { releases: 2 } : {}),
    })),
  ]);
  await pay(ref, (first?.at ?? 0) + 3, 7);
  await trimAccount(worker, ref, 8);
  expect(await admin.hGet(keys.account(ref), 'keptTo')).not.toBe('0');
  await admin.hDel(keys.account(ref), 'planned');
  const end = tickOf(startOfDay(DATE, 'UTC') + DAY) - 20;
  for (let step = 0; step < plan.length; step++) await tickBy(newWorker(), ref, end + step);
  expect(await plansOf(ref)).toEqual(plan.map(({ id }) => id));
});

it('days that were missed are booked, however much was paid since, in order and each after what is there', async () => {
  const [before, missed] = [dayOf(Date.now() - 4 * DAY, 'UTC'), dayOf(Date.now() - 3 * DAY, 'UTC')];
  const today = startOfDay(dayOf(Date.now() - 2 * DAY, 'UTC'), 'UTC');
  const ref = await freshRef(deploy, undefined, startOfDay(before, 'UTC') - HOUR);
  await postHistory(deploy, ref, planned([before]));
  await pay(ref, today + HOUR, 7);
  await tickBy(newWorker(), ref, tickOf(today + 2 * HOUR));
  const due = planned([before, missed]).map(({ id }) => id);
  expect((await plansOf(ref)).slice(0, due.length)).toEqual(due);
  // An account's time never goes back: what is booked after a payment is dated after it.
  const late = (await entriesOf(ref)).filter(({ id }) => id.includes(missed));
  expect(late.map(({ transactionDate }) => transactionDate)).toEqual(
    late.map((_, n) => today + HOUR + 7 + n),
  );
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
});

it('what a worker of an earlier build caught up on without naming it is passed over, however much it was', async () => {
  const now = Date.now();
  const days = Array.from({ length: 38 }, (_, at) => dayOf(now - (39 - at) * DAY, 'UTC'));
  const plan = planned(days);
  const [first] = plan;
  const ref = await freshRef(deploy, undefined, now - 50 * DAY);
  for (const one of plan.slice(0, 70)) await postEntry(worker, ref, one);
  await admin.hSet(keys.account(ref), 'planned', `${first?.id} ${first?.at}`);
  await tickBy(newWorker(), ref, tickOf(now) - 1);
  expect(await plansOf(ref)).toEqual(plan.slice(0, 130).map(({ id }) => id));
});

it('with the clock back before midnight, nothing of the day before is booked again', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const next = dayOf(startOfDay(DATE, 'UTC') + DAY + HOUR, 'UTC');
  const history = [...planned([DATE]), ...planned([next]).slice(0, 1)];
  await postHistory(deploy, ref, history);
  await tickBy(newWorker(), ref, tickOf(startOfDay(next, 'UTC')) - 1);
  expect(await plansOf(ref)).toEqual(history.map(({ id }) => id));
});

it('an audit names a plan that is further, or less far, than the entries', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const plan = planned([DATE]).slice(0, 3);
  await postHistory(deploy, ref, plan);
  const named = plan.map(({ id, at }) => `${id} ${at}`);
  expect(await admin.hGet(keys.account(ref), 'planned')).toBe(named[2]);
  await admin.hSet(keys.account(ref), 'planned', named[1] ?? '');
  const fault = `the last of a plan is ${named[1]}, the entries make ${named[2]}`;
  expect((await auditAccount(deploy, ref))?.faults).toEqual([fault]);
  await admin.hSet(keys.account(ref), 'planned', named[2] ?? '');
  await pay(ref, (plan[2]?.at ?? 0) + 1, 1);
  await trimAccount(deploy, ref, 1);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 1, faults: [] });
});

it('a bank that was off for months books what it missed in portions, before anything else', async () => {
  const ref = await freshRef(deploy, undefined, Date.now() - 50 * DAY);
  const begin = dayOf(Date.now() - 40 * DAY, 'UTC');
  await postHistory(deploy, ref, planned([begin]));
  const tick = tickOf(startOfDay(dayOf(Date.now(), 'UTC'), 'UTC')) - 12;
  const one = newWorker();
  const counts: number[] = [];
  for (let step = 0; step < 12; step++) {
    await tickBy(one, ref, tick + step);
    counts.push((await entriesOf(ref)).length);
  }
  const days = Array.from({ length: 39 }, (_, at) => dayOf(Date.now() - (40 - at) * DAY, 'UTC'));
  const entries = await entriesOf(ref);
  const all = planned(days);
  expect(entries.slice(0, all.length).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(entries.slice(0, all.length).map(({ transactionDate }) => transactionDate)).toEqual(
    all.map(({ at }) => at),
  );
  const portions = counts.slice(1).map((count, at) => count - (counts[at] ?? 0));
  expect(Math.max(...portions)).toBeLessThanOrEqual(61);
});

/** A worker, and what it sends. */
function counted(redis: typeof worker): [Worker, string[]] {
  const sent: string[] = [];
  const counting = new Proxy(redis, {
    get(target, name) {
      const found = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return (...words: unknown[]) => {
        sent.push(String(name));
        return found.apply(target, words);
      };
    },
  });
  return [newWorker(counting), sent];
}

it('of two workers the one that comes second looks at the account once a tick, and once more at the first of a day', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const [first = 0] = TICKS;
  const [one, two] = [newWorker(), counted(other)];
  for (let step = 0; step < 10; step++) {
    await tickBy(one, ref, first + step);
    await tickBy(two[0], ref, first + step);
  }
  const times = (name: string) => two[1].filter((one) => one === name).length;
  expect([times('evalSha'), times('hmGet'), times('hGet')]).toEqual([10, 10, 1]);
});

it('a worker with the head of the account sends one script a tick, whether it holds, releases or pays', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const [one, sent] = counted(worker);
  const [first = 0] = TICKS;
  await tickBy(one, ref, first);
  sent.length = 0;
  for (let step = 1; step <= 40; step++) await tickBy(one, ref, first + step);
  expect(sent).toEqual(Array.from({ length: 40 }, () => 'evalSha'));
});

it('a hold is pending in rows until its opposite releases it, and can be released once', async () => {
  const ref = await freshRef(deploy);
  await postEntry(worker, ref, posting());
  await postEntry(worker, ref, posting({ type: 'hold', amountMinor: -20_00 }));
  expect(await readEntry(web, ref, 2)).toMatchObject({ pending: true });
  const [live] = ((await admin.xRevRange(keys.stream(ref.user), '+', '-')) ?? []).map(({ message }) =>
    JSON.parse(message.entry ?? ''),
  );
  expect(live).toEqual(await readEntry(web, ref, 2));

  const release = posting({ type: 'hold', amountMinor: 20_00, releases: 2 });
  for (const wrong of [{ amountMinor: 19_99 }, { amountMinor: -20_00 }, { releases: 1 }, { releases: 7 }]) {
    const asked = { ...release, id: `wrong-${JSON.stringify(wrong).length}-${ref.account}`, ...wrong };
    await expect(postEntry(worker, ref, asked)).rejects.toMatchObject({ code: 'internal' });
  }
  await postEntry(worker, ref, release);
  const { items } = await latestEntries(web, ref, { limit: 5 });
  expect(items.map(({ seq, pending, releases }) => [seq, pending, releases])).toEqual([
    [3, undefined, 2],
    [2, undefined, undefined],
    [1, undefined, undefined],
  ]);
  const again = posting({ type: 'hold', amountMinor: 20_00, releases: 2 });
  await expect(postEntry(worker, ref, again)).rejects.toMatchObject({ code: 'internal' });
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
});

it('six holds can be open and no seventh, and an open one is never trimmed', async () => {
  const ref = await freshRef(deploy);
  await postEntry(worker, ref, posting());
  for (let made = 0; made < MAX_OPEN_HOLDS; made++) await postEntry(worker, ref, posting({ type: 'hold' }));
  await expect(postEntry(worker, ref, posting({ type: 'hold' }))).rejects.toMatchObject({ code: 'internal' });
  await postEntry(worker, ref, posting());
  await trimAccount(worker, ref, 1);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: MAX_OPEN_HOLDS + 1, faults: [] });
  expect((await readHead(worker, ref)).holds.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6, 7]);
});

it('an audit names holds that are not the account’s, and a release of what is not open', async () => {
  const ref = await freshRef(deploy);
  for (const amountMinor of [-1_00, -2_00])
    await postEntry(worker, ref, posting({ type: 'hold', amountMinor }));
  await postEntry(worker, ref, posting({ type: 'hold', amountMinor: 1_00, releases: 1 }));
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  await admin.hSet(keys.account(ref), 'holds', '1 2');
  expect((await auditAccount(deploy, ref))?.faults).toEqual(['open holds are 1 2, the entries make 2']);
  await admin.json.set(keys.entry(ref, 3), '$.releases', 2);
  expect((await auditAccount(deploy, ref))?.faults).toEqual(['entry 3: it releases no open hold']);
});
