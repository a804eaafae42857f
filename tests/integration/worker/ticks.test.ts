/** What ticks make of a day and of days, through the real scripts: workers that come and go, and what they leave. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { accountOf } from '#demo/crowd.ts';
import { dayOfPlanId, dayPlan, readPlanId } from '#demo/day-plan.ts';
import { tickOf } from '#demo/generator.ts';
import { accountTotals } from '#lib/finance/totals.ts';
import type { AccountRef } from '#lib/ids.ts';
import { authorize, readPending } from '#lib/ledger/authorize.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { MAX_PENDING } from '#lib/ledger/pending.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { readLedger, seqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { bookingMeasure } from '#lib/measures.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, dayOf, daysAfter, HOUR, startOfDay, TICK } from '#lib/time.ts';
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
/** What the worker books of the plan on these days, in order. */
const planned = (...days: string[]) =>
  days.flatMap((date) =>
    dayPlan(accountOf(NUMBER), date, 'UTC')
      .filter(({ type }) => type !== 'own_transfer')
      .toSorted((a, b) => a.at - b.at),
  );
const DATE = dayOf(Date.now() - 2 * DAY, 'UTC');
const BEFORE = daysAfter(DATE, -1);
const PLAN = planned(DATE);
const DAY_BEGAN = startOfDay(DATE, 'UTC');
const OPENED_AT = DAY_BEGAN - HOUR;
const [FIRST_CARD] = PLAN.filter(({ type }) => type === 'card');

type Worker = { redis: typeof worker; books: ReturnType<typeof newBooks> };
const newWorker = (redis = worker): Worker => ({ redis, books: newBooks() });
const tickBy = ({ redis, books }: Worker, ref: AccountRef, tick: number) =>
  bookBatch(redis, books, new Set([{ ref, tick, offsetMs: 0 }]), MANY);

const entriesOf = async (ref: AccountRef) => {
  const { first, last } = await seqRange(worker, ref);
  return readLedger(worker, ref, seqsDown(last, first).reverse());
};
const plansOf = async (ref: AccountRef) =>
  (await entriesOf(ref)).map(({ id }) => id).filter((id) => id.startsWith('plan-'));
const kindsOf = async (ref: AccountRef) =>
  ((await admin.xRange(keys.stream(ref.user), '-', '+')) ?? []).map((event) => event?.message.kind);
const samplesOf = async (ref: AccountRef, from: number) =>
  (await admin.ts.range(keys.balanceSeries(ref), from, '+')).map(({ timestamp }) => timestamp);
const sum = (some: readonly { amountMinor: number }[]) =>
  some.reduce((all, { amountMinor }) => all + amountMinor, 0);
const isClean = async (ref: AccountRef) => expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
const pay = (ref: AccountRef, from: number, times: number) =>
  postHistory(
    deploy,
    ref,
    Array.from({ length: times }, (_, n) => posting({ at: from + n })),
  );

/** Fewer ticks than a day: those about each entry of the plan. */
const TICKS = [
  ...new Set(
    PLAN.flatMap(({ at }) => Array.from({ length: 40 }, (_, step) => Math.ceil(at / TICK) + step - 20)),
  ),
].sort((a, b) => a - b);

it('a day with workers that come, go and race does each tick once, ends as planned, and every number follows', async () => {
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
    expect((await readPending(worker, ref)).length).toBeLessThanOrEqual(MAX_PENDING);
  }
  expect(down.size).toBeGreaterThan(20);
  const done = TICKS.filter((tick) => !down.has(tick));
  expect(await samplesOf(ref, DAY_BEGAN)).toEqual(done.map((tick) => tick * TICK));
  expect((await kindsOf(ref)).length).toBe(done.length);
  // The day's last purchases are posted.
  for (let step = 1; step <= 6; step++) await tickBy(one, ref, (TICKS.at(-1) ?? 0) + step);
  expect((await plansOf(ref)).sort()).toEqual(PLAN.map(({ id }) => id).sort());
  await isClean(ref);
  const outgoing = PLAN.filter(({ amountMinor }) => amountMinor < 0);
  expect((await accountTotals(web, ref)).all).toMatchObject({
    inMinor: sum(PLAN) - sum(outgoing),
    outMinor: -sum(outgoing),
    movedMinor: 0,
  });
  expect([...new Set(await kindsOf(ref))].sort()).toEqual(
    expect.arrayContaining(['authorized', 'booked', 'posted', 'voided']),
  );
});

it.each(['marked by the account', 'as the history ended'])(
  'what is booked of a day is not booked again, however many workers begin: %s',
  async (how) => {
    const ref = await freshRef(deploy, undefined, OPENED_AT);
    const history = PLAN.slice(0, 3);
    await postHistory(deploy, ref, history);
    if (how === 'marked by the account') {
      await admin.hSet(keys.account(ref), 'planned', PLAN[2]?.id ?? '');
      await pay(ref, (PLAN[3]?.at ?? 0) + 1, 20);
    }
    const end = tickOf(DAY_BEGAN + DAY) - 1;
    for (let step = 0; step < 4 * PLAN.length; step++)
      await Promise.all([
        tickBy(newWorker(), ref, end - 60 + step),
        tickBy(newWorker(other), ref, end - 60 + step),
      ]);
    expect((await plansOf(ref)).sort()).toEqual(PLAN.map(({ id }) => id).sort());
    expect((await kindsOf(ref)).length).toBe(4 * PLAN.length);
    await isClean(ref);
  },
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
      const before = planned(dayOf(begin - DAY, 'UTC'));
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
      for (let step = 0; step < 60; step++) await tickBy(one, ref, ++tick);
      const entries = await entriesOf(ref);
      const booked = entries.filter(({ id }) => id.startsWith('plan-')).slice(before.length);
      const days = Array.from({ length: 20 }, (_, at) => dayOf(begin + at * DAY, 'UTC'));
      const due = planned(...days).filter(({ at }) => at <= tick * TICK - 60 * TICK);
      expect(booked.map(({ id }) => id)).toEqual(expect.arrayContaining(due.map(({ id }) => id)));
      expect(new Set(booked.map(({ id }) => id)).size).toBe(booked.length);
      const missed = booked.filter(({ id }) => (dayOfPlanId(id) ?? '') < dayOf(tick * TICK, 'UTC'));
      const order = planned(...days).map(({ id }) => id);
      // What was pending over midnight is posted on the next day.
      for (const { id, transactionDate } of missed.filter(({ authorized }) => authorized === undefined))
        expect(transactionDate - startOfDay(dayOfPlanId(id) ?? '', 'UTC')).toBeLessThan(4 * DAY);
      expect(missed.every(({ id }) => order.includes(id))).toBe(true);
      await isClean(ref);
    }),
    { numRuns: 3 },
  );
});

it('days that were missed are booked, however much was paid since, in order and each after what is there', async () => {
  const ref = await freshRef(deploy, undefined, startOfDay(BEFORE, 'UTC') - HOUR);
  await postHistory(deploy, ref, planned(BEFORE));
  await admin.hSet(keys.account(ref), 'planned', planned(BEFORE).at(-1)?.id ?? '');
  const today = DAY_BEGAN + DAY;
  await pay(ref, today + HOUR, 7);
  await tickBy(newWorker(), ref, tickOf(today + 2 * HOUR));
  const due = planned(BEFORE, DATE).map(({ id }) => id);
  expect((await plansOf(ref)).slice(0, due.length)).toEqual(due);
  const late = (await entriesOf(ref)).filter(({ id }) => id.includes(DATE));
  // An account's time never goes back: what is booked after a payment is dated after it.
  expect(late.map(({ transactionDate }) => transactionDate)).toEqual(
    late.map((_, n) => today + HOUR + 7 + n),
  );
  await isClean(ref);
});

it('a tick has an end: sixty entries that were missed, and then the next sixty', async () => {
  const now = Date.now();
  const days = Array.from({ length: 30 }, (_, at) => dayOf(now - (31 - at) * DAY, 'UTC'));
  const plan = planned(...days);
  const ref = await freshRef(deploy, undefined, now - 50 * DAY);
  await postHistory(deploy, ref, plan.slice(0, 1));
  const one = newWorker();
  await tickBy(one, ref, tickOf(now) - 3);
  expect(await plansOf(ref)).toEqual(plan.slice(0, 61).map(({ id }) => id));
  await tickBy(newWorker(), ref, tickOf(now) - 2);
  expect(await plansOf(ref)).toEqual(plan.slice(0, 121).map(({ id }) => id));
});

it('with the clock back before midnight, nothing of the day before is booked again', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const next = planned(daysAfter(DATE, 1)).slice(0, 1);
  await postHistory(deploy, ref, [...PLAN, ...next]);
  await admin.hSet(keys.account(ref), 'planned', next[0]?.id ?? '');
  for (let step = 0; step < 6; step++) await tickBy(newWorker(), ref, tickOf(DAY_BEGAN + DAY) - 10 + step);
  expect(await plansOf(ref)).toEqual([...PLAN, ...next].map(({ id }) => id));
});

it('a worker that starts in the middle posts what another one authorized, with its final amount', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const first = Math.ceil((FIRST_CARD?.at ?? 0) / TICK);
  await admin.hSet(
    keys.account(ref),
    'planned',
    PLAN[PLAN.indexOf(FIRST_CARD as Posting) - 1]?.id ?? `plan-current-${DATE}-0`,
  );
  await tickBy(newWorker(), ref, first);
  expect(await readPending(worker, ref)).toMatchObject([{ id: FIRST_CARD?.id }]);
  for (let step = 1; step <= 3; step++) await tickBy(newWorker(other), ref, first + step);
  expect(await entriesOf(ref)).toMatchObject([{ id: FIRST_CARD?.id, amount: FIRST_CARD?.amountMinor }]);
  expect((await readPending(worker, ref)).some(({ id }) => id === FIRST_CARD?.id)).toBe(false);
  await isClean(ref);
});

it('a purchase that is declined is dropped: nothing is pending, and the plan goes on', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  await postHistory(deploy, ref, [posting({ at: OPENED_AT + 1, amountMinor: -9_000_00 })]);
  const one = newWorker();
  for (const { at } of PLAN)
    for (let step = 0; step < 4; step++) await tickBy(one, ref, Math.ceil(at / TICK) + step);
  const kinds = await kindsOf(ref);
  expect(kinds).toContain('declined');
  expect(await plansOf(ref)).toEqual(PLAN.filter(({ type }) => type !== 'card').map(({ id }) => id));
  await isClean(ref);
});

it('six that are pending, of whatever kind, end before another begins', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  for (let n = 0; n < MAX_PENDING; n++) {
    const { payment: _, ...one } = posting({ id: `other-${ref.account}-${n}`, at: DAY_BEGAN + n });
    await authorize(worker, ref, { ...one, expiresAt: DAY_BEGAN + 9 * DAY });
  }
  const one = newWorker();
  const night = tickOf(DAY_BEGAN + HOUR);
  for (let step = 0; step < 3; step++) await tickBy(one, ref, night + step);
  expect((await kindsOf(ref)).slice(MAX_PENDING)).toEqual(['voided', 'voided', 'voided']);
  await isClean(ref);
});

it.each([
  ['of another type', (ref: AccountRef) => admin.set(keys.pending(ref), 'damaged')],
  ['no object', (ref: AccountRef) => admin.json.set(keys.pending(ref), '$', [1, 2])],
  [
    'six that cannot be read',
    (ref: AccountRef) =>
      admin.json.set(
        keys.pending(ref),
        '$',
        Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`x${n}`, n])),
      ),
  ],
])(
  'damaged pending transactions (%s) are logged once, the plan is booked, and mended ones go on',
  async (_, damage) => {
    const ref = await freshRef(deploy, undefined, OPENED_AT);
    await damage(ref);
    const lines: string[] = [];
    const said = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const one = newWorker();
    for (const { at } of PLAN)
      for (let step = 0; step < 2; step++) await tickBy(one, ref, Math.ceil(at / TICK) + step);
    said.mockRestore();
    expect(lines.filter((line) => line.includes(ref.account))).toHaveLength(1);
    expect(await plansOf(ref)).toEqual(PLAN.map(({ id }) => id));
    await admin.del(keys.pending(ref));
    await tickBy(one, ref, tickOf(DAY_BEGAN + DAY) - 1);
    expect((await kindsOf(ref)).at(-1)).toBe('authorized');
  },
);

it('while nobody watches nothing is drawn; who listens has a purchase posted within a minute, by workers that come and go', async () => {
  const [alone, watched] = [
    await freshRef(deploy, undefined, OPENED_AT),
    await freshRef(deploy, undefined, OPENED_AT),
  ];
  const began = tickOf(DAY_BEGAN + HOUR);
  const one = newWorker();
  for (let tick = began; tick < began + 20; tick++)
    for (const ref of [alone, watched]) await tickBy(one, ref, tick);
  expect([await entriesOf(alone), await entriesOf(watched)]).toEqual([[], []]);
  const listener = web.duplicate();
  await listener.connect();
  await listener.subscribe(keys.live(watched.user), () => undefined);
  for (let tick = began + 20; tick < began + 26; tick++)
    for (const ref of [alone, watched]) await tickBy(one, ref, tick);
  expect(await entriesOf(alone)).toEqual([]);
  const [first] = await entriesOf(watched);
  expect(readPlanId(first?.id ?? '')).toMatchObject({ part: 1 });
  expect(await admin.hGet(keys.account(alone), 'drawn')).toBe('');

  // Others take over; the watcher leaves after twenty minutes, and the days end as planned.
  let two = newWorker(other);
  for (let tick = began + 26; tick < began + 140; tick++) {
    if (tick % 20 === 0) two = newWorker(other);
    await Promise.all([tickBy(one, watched, tick), tickBy(two, watched, tick)]);
  }
  listener.destroy();
  const drawn = await plansOf(watched);
  expect(drawn.length).toBeGreaterThan(3);
  expect(new Set(drawn).size).toBe(drawn.length);
  const days = [DATE, daysAfter(DATE, 1)];
  for (const { at } of planned(...days))
    for (let step = 0; step < 8; step++) await tickBy(one, watched, Math.ceil(at / TICK) + step);
  const booked = Map.groupBy(await entriesOf(watched), ({ id }) => readPlanId(id)?.whole);
  for (const { id, amountMinor } of planned(...days))
    expect([id, (booked.get(id) ?? []).reduce((all, { amount }) => all + amount, 0)]).toEqual([
      id,
      amountMinor,
    ]);
  await isClean(watched);
});

it('a tick that another worker did costs no script, and is counted', async () => {
  const ref = await freshRef(deploy, undefined, OPENED_AT);
  const told: string[] = [];
  const stop = bookingMeasure.listen(({ outcome }) => told.push(outcome));
  const night = tickOf(DAY_BEGAN + HOUR);
  await tickBy(newWorker(), ref, night);
  const scripts = vi.spyOn(other, 'evalSha');
  await tickBy(newWorker(other), ref, night);
  expect(scripts).not.toHaveBeenCalled();
  scripts.mockRestore();
  stop();
  expect(told).toEqual(['booked', 'again']);
});
