import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '#demo/crowd.ts';
import { dayOfPlanId, dayPlan, readPlanId } from '#demo/day-plan.ts';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { decide, type Ticked, tickOf } from '#demo/generator.ts';
import { partsOf, reservedFor } from '#demo/parts.ts';
import { lastUntil, newPlans } from '#demo/plans.ts';
import { CUSTOMERS } from '#demo/world.ts';
import type { AccountId } from '#lib/ids.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import { type Pending, type Posting, pendingSchema, postingSchema } from '#lib/ledger/ledger-entry.ts';
import { MAX_PENDING } from '#lib/ledger/pending.ts';
import { DAY, dayOf, daysAfter, HOUR, MINUTE, startOfDay, TICK } from '#lib/time.ts';
import { bookedOf, play } from './played.ts';

const TICKS_A_DAY = DAY / TICK;
const numbers = CUSTOMERS.flatMap(({ accounts }) => accounts)
  .filter(({ kind }) => kind === 'current')
  .map(({ number }) => number);
const [bob = ''] = numbers;
const anyNumber = fc.constantFrom(...numbers, '3000000017', '1234567890', 'anything');
const anyTick = fc.integer({ min: 160_000_000, max: 400_000_000 });
const anyOffset = fc.integer({ min: 0, max: 99 }).map((slot) => slot * 100);

const planFor = (number: string, date: string, timeZone = 'UTC'): Posting[] =>
  dayPlan(accountOf(number), date, timeZone)
    .filter(({ type }) => type !== 'own_transfer')
    .sort((a, b) => a.at - b.at);

/** Income and spending by category and counterparty, as the ledger counts them. */
function counted(postings: readonly Posting[]) {
  const sums: Record<string, number> = {};
  for (const posting of postings) {
    for (const name of ['', posting.category, posting.counterparty]) {
      const key = `${directionOf(posting)} ${name}`;
      sums[key] = (sums[key] ?? 0) + posting.amountMinor;
    }
  }
  return sums;
}
const spent = (postings: readonly Posting[]) =>
  postings.reduce((sum, { amountMinor }) => sum + Math.max(0, -amountMinor), 0);
const wholeOf = ({ id }: { id: string }) => readPlanId(id)?.whole;

/** A state in the small hours, when nothing of the plan is due. */
const NIGHT = Date.parse('2026-11-24T03:00:00Z');
const NOON = Date.parse('2026-11-24T12:00:00Z');
const ticked = (at: number, changes: Partial<Ticked> = {}): Ticked => ({
  account: 'a_Wt4mVbq1Xz' as AccountId,
  planned: lastUntil(newPlans('UTC').of(bob, at), at),
  ...{ drawn: '', drawnAt: 0, pending: [] },
  ...changes,
});
const decideAt = (at: number, changes: Partial<Ticked> = {}) =>
  decide(newPlans('UTC').of(bob, at), ticked(at, changes), { tick: tickOf(at), offsetMs: 0 });
const unbooked = (at: number, changes: Partial<Pending> = {}): Pending => ({
  id: `tick-a_Wt4mVbq1Xz-${tickOf(at)}`,
  amountMinor: -12_00,
  ...{ counterparty: 'Tesco', counterpartyAccount: '1', description: 'Groceries', category: 'groceries' },
  ...{ type: 'card' as const, at, expiresAt: at + 7 * DAY },
  ...changes,
});

describe('a tick', () => {
  it('follows from what the account is alone, whoever asks and however often, and makes what is valid', () => {
    fc.assert(
      fc.property(anyNumber, anyTick, anyOffset, fc.boolean(), (number, first, offsetMs, isWatched) => {
        const ask = () => play(number, { first, count: 40, offsetMs }, { isWatched: () => isWatched });
        const played = ask();
        expect(ask()).toEqual(played);
        for (const { act, tick } of played) {
          expect(act.mark.tick).toBe(tick);
          if ('posting' in act) expect(postingSchema.parse(act.posting).at).toBe(tick * TICK + offsetMs);
          else pendingSchema.parse(act.pending);
          if (act.kind === 'authorize') expect(act.pending.at).toBe(tick * TICK + offsetMs);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('posts a purchase of the plan one to three ticks after it was authorized, before all else', () => {
    const [one] = planFor(bob, '2026-11-24').filter(({ type }) => type === 'card');
    const at = NOON - 3 * TICK;
    const pending = { ...(one as Posting), ...reservedFor(one as Posting), at, expiresAt: at + DAY };
    const { adjusted: _, ...stored } = pending;
    expect(decideAt(NOON, { pending: [stored], watching: 'new' })).toMatchObject({
      kind: 'post',
      posting: { id: one?.id, amountMinor: one?.amountMinor, at: NOON },
      mark: { tick: tickOf(NOON) },
    });
    expect(decideAt(at, { pending: [stored] })?.kind).not.toBe('post');
  });

  it('books what is due of the plan, late too: a purchase by card is authorized, all else booked, and both are noted', () => {
    const plan = planFor(bob, '2026-11-25');
    for (const one of plan) {
      const planned =
        plan[plan.indexOf(one) - 1]?.id ?? lastUntil(newPlans('UTC').of(bob, one.at), one.at - DAY);
      const before = planned.includes('11-25') ? planned : (planFor(bob, '2026-11-24').at(-1)?.id ?? '');
      const act = decideAt(Math.ceil(one.at / TICK) * TICK + HOUR, { planned: before });
      expect(act).toMatchObject({
        kind: one.type === 'card' ? 'authorize' : 'book',
        mark: { field: 'planned', value: one.id },
      });
    }
  });

  it('draws for who just came, and then in a gap that grows with what was drawn', () => {
    const drawn = (watching: Ticked['watching'], agoMs: number, id = 'plan-current-2026-11-24-1.1') =>
      decideAt(NOON, { watching, drawn: id, drawnAt: NOON - agoMs })?.mark.field === 'drawn';
    expect(decideAt(NOON, { watching: 'new' })?.mark.value).toMatch(/^plan-current-2026-11-24-\d+\.1 \d+$/);
    expect([drawn('new', 30_000), drawn('new', 70_000), drawn(undefined, HOUR)]).toEqual([
      false,
      true,
      false,
    ]);
    expect([drawn('watched', 90_000), drawn('watched', HOUR)]).toEqual([false, true]);
    const last = `${planFor(bob, '2026-11-26').at(-1)?.id}.3`;
    expect([drawn('watched', 8 * MINUTE), drawn('watched', 8 * MINUTE, last)]).toEqual([true, false]);
  });

  it('ends what is never booked when its time is over: voided, or expired where it was to', () => {
    const kinds = (pending: Pending) =>
      [1, 2, 3, 4, 5].map((ticks) => {
        const act = decideAt(NIGHT, { pending: [{ ...pending, at: NIGHT - ticks * TICK }] });
        return act?.kind === 'end' ? act.how : null;
      });
    const ends = kinds(unbooked(NIGHT));
    expect(ends.at(-1)).toBe('voided');
    expect(ends.indexOf('voided')).toBeLessThan(4);
    const short = unbooked(NIGHT, { at: NIGHT - 3 * TICK, expiresAt: NIGHT });
    expect(decideAt(NIGHT, { pending: [short] })).toMatchObject({ kind: 'end', how: 'expired' });
    expect(decideAt(NIGHT - TICK, { pending: [short] })?.kind).toBe('authorize');
  });

  it('with four of those pending, or six in all, the oldest ends; and six of the plan are posted', () => {
    const four = [0, 1, 2, 3].map((n) => unbooked(NIGHT, { id: `tick-a_Wt4mVbq1Xz-${n}` }));
    expect(decideAt(NIGHT, { pending: four })).toMatchObject({ kind: 'end', pending: { id: four[0]?.id } });
    const six = planFor(bob, '2026-11-24')
      .slice(0, MAX_PENDING)
      .map(({ id }) => unbooked(NIGHT, { id }));
    expect(six).toHaveLength(MAX_PENDING);
    expect(decideAt(NIGHT, { pending: six })).toMatchObject({ kind: 'post', posting: { id: six[0]?.id } });
    const full = [...six.slice(1), ...four.slice(0, 1)];
    expect(decideAt(NIGHT, { pending: full, watching: 'new' })).toMatchObject({
      kind: 'end',
      pending: { id: four[0]?.id },
    });
  });

  it('with damaged pending transactions books the plan alone', () => {
    const plan = planFor(bob, '2026-11-24');
    const card = plan.find(({ type }) => type === 'card') as Posting;
    const planned = plan[plan.indexOf(card) - 1]?.id ?? planFor(bob, '2026-11-23').at(-1)?.id;
    expect(decideAt(card.at + TICK, { planned, isDamaged: true })).toMatchObject({
      kind: 'book',
      posting: { id: card.id, amountMinor: card.amountMinor },
    });
    expect(decideAt(NIGHT, { isDamaged: true })).toBeNull();
  });

  it('notes where the history ended, before anything is drawn', () => {
    expect(decideAt(NIGHT, { isUnmarked: true, watching: 'new' })?.mark).toEqual({
      ...{ tick: tickOf(NIGHT), field: 'planned' },
      value: ticked(NIGHT).planned,
    });
  });

  it('posts with what was reserved where the plan is another than it was', () => {
    const [one] = planFor(bob, '2026-11-24').filter(({ type }) => type === 'card');
    const pending = { ...unbooked(NOON - MINUTE), id: one?.id ?? '', amountMinor: -1 };
    expect(decideAt(NOON, { pending: [pending] })).toMatchObject({
      kind: 'post',
      posting: { amountMinor: -1 },
    });
  });
});

describe('parts and reservations', () => {
  const cards = Array.from({ length: 200 }, (_, day) => planFor(bob, daysAfter('2026-06-01', day)))
    .flat()
    .filter(({ type }) => type === 'card');

  it('parts add up, are of about the same size, and some purchases come whole', () => {
    const counts = new Set<number>();
    for (const one of cards) {
      const parts = partsOf(one);
      counts.add(parts.length);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(one.amountMinor);
      expect(Math.min(...parts) / Math.max(...parts)).toBeLessThan(3);
      expect(Math.max(...parts)).toBeLessThan(0);
    }
    expect([...counts].sort()).toEqual([1, 2, 3]);
    expect(cards.some((one) => one.amountMinor < -80_00 && partsOf(one).length === 1)).toBe(true);
  });

  it('what is reserved differs by a tip, at the pump and by the exchange, and never by more than a script posts', () => {
    const reasons = new Set<string | undefined>();
    for (const one of cards) {
      const { amountMinor, adjusted } = reservedFor(one);
      reasons.add(adjusted);
      expect(adjusted === undefined).toBe(amountMinor === one.amountMinor);
      expect(-one.amountMinor).toBeLessThanOrEqual(Math.floor(-amountMinor * 1.2));
      if (adjusted === 'pump') expect(-amountMinor).toBeGreaterThan(-one.amountMinor);
      if (adjusted === 'tip') expect(amountMinor / one.amountMinor).toBeLessThan(0.92);
    }
    expect([...reasons].sort()).toEqual(['exchange', 'pump', 'tip', undefined]);
  });
});

const WEEK = Array.from({ length: 7 }, (_, day) => daysAfter('2026-11-23', day));

/** Hours in which no worker runs: of one, in the small hours and when bills come; of many, here and there. */
const ABSENT = [
  [0, 21],
  [5, 7],
  [6, 23.9],
  [0, 6, 9, 12, 12.5, 20],
] as const;

describe.each(WEEK)('a day of ticks, %s', (date) => {
  const number = numbers[WEEK.indexOf(date) % numbers.length] ?? '';
  const timeZone = WEEK.indexOf(date) % 2 === 0 ? 'UTC' : 'America/New_York';
  const first = tickOf(startOfDay(date, timeZone));
  const played = play(number, { first, count: TICKS_A_DAY, timeZone });
  const plan = planFor(number, date, timeZone);

  it('ends as planned with workers away for any part of it: what they missed is booked once, late', () => {
    for (const hours of ABSENT) {
      const isDown = (tick: number) =>
        hours.filter((hour) => tick - first >= hour * (HOUR / TICK)).length % 2 === 1;
      const booked = bookedOf(play(number, { first, count: TICKS_A_DAY, timeZone }, { isDown }));
      expect(booked.map(({ id }) => id).sort()).toEqual(plan.map(({ id }) => id).sort());
      expect(counted(booked)).toEqual(counted(plan));
      const at = new Map(plan.map((one) => [one.id, one.at]));
      for (const one of booked) expect(one.at).toBeGreaterThanOrEqual(at.get(one.id) ?? 0);
    }
  });

  it('leaves spending, income, categories and counterparties equal to the plan, each within a minute of its time', () => {
    expect(plan.length).toBeGreaterThanOrEqual(4);
    expect(counted(bookedOf(played))).toEqual(counted(plan));
    const at = new Map(plan.map((one) => [one.id, one.at]));
    for (const one of bookedOf(played)) expect(one.at - (at.get(one.id) ?? 0)).toBeLessThan(MINUTE);
  });

  it('has at most six pending, each ends one to six ticks later, and something happens every tick', () => {
    expect(played).toHaveLength(TICKS_A_DAY);
    const begun = new Map<string, number>();
    for (const { act, before, tick } of played) {
      expect(before.pending.length).toBeLessThanOrEqual(MAX_PENDING);
      if (act.kind === 'authorize') begun.set(act.pending.id, tick);
      if (act.kind !== 'post' && act.kind !== 'end') continue;
      const { id } = 'posting' in act ? act.posting : act.pending;
      expect(tick - (begun.get(id) ?? 0)).toBeLessThanOrEqual(6);
      begun.delete(id);
    }
    expect(begun.size).toBeLessThanOrEqual(MAX_PENDING);
  });

  it('has pending ones both ways, at known shops, by card when money leaves, some of which expire', () => {
    const authorized = played.flatMap(({ act }) => (act.kind === 'authorize' ? [act.pending] : []));
    const unplanned = authorized.filter(({ id }) => id.startsWith('tick-'));
    expect(unplanned.length).toBeGreaterThan(TICKS_A_DAY / 3);
    for (const one of unplanned) {
      expect(ALL_COUNTERPARTIES.map(({ name }) => name)).toContain(one.counterparty);
      if (one.amountMinor < 0) expect(one.type).toBe('card');
      expect(Math.abs(one.amountMinor)).toBeLessThanOrEqual(300_00);
    }
    const into = unplanned.filter(({ amountMinor }) => amountMinor > 0).length / unplanned.length;
    expect(into).toBeGreaterThan(0.05);
    expect(into).toBeLessThan(0.15);
    const ends = played.flatMap(({ act }) => (act.kind === 'end' ? [act.how] : []));
    const expired = ends.filter((how) => how === 'expired').length / ends.length;
    expect(expired).toBeGreaterThan(0.1);
    expect(expired).toBeLessThan(0.3);
  });
});

describe('while somebody watches', () => {
  const START = Date.parse('2026-11-10T09:30:00Z');
  const watchedFor = (number: string, ms: number, totalMs = ms, start = START) => {
    const first = tickOf(start);
    const isWatched = (tick: number) => tick < first + ms / TICK;
    return play(number, { first, count: totalMs / TICK }, { isWatched });
  };
  const planned = (number: string, from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / DAY) + 1 }, (_, day) =>
      planFor(number, daysAfter(dayOf(from, 'UTC'), day)),
    )
      .flat()
      .filter(({ at }) => at >= from && at < to);

  it('a purchase is posted within fifty seconds, whatever the hour and the day', () => {
    fc.assert(
      fc.property(anyNumber, anyTick, (number, first) => {
        const booked = bookedOf(play(number, { first, count: 6 }, { isWatched: () => true }));
        expect(booked.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it('several are booked in the first ten minutes, of different shops, and in the next hours less and less', () => {
    const booked = bookedOf(watchedFor(bob, 8 * HOUR));
    const until = (ms: number) => booked.filter(({ at }) => at < START + ms);
    expect(until(10 * MINUTE).length).toBeGreaterThanOrEqual(3);
    expect(new Set(until(10 * MINUTE).map(wholeOf)).size).toBe(until(10 * MINUTE).length);
    expect(until(HOUR).length).toBeLessThan(25);
    expect(until(8 * HOUR).length).toBeLessThan(60);
  });

  it('nothing is booked twice or lost: days after the watcher left every purchase has its sum', () => {
    for (const number of numbers) {
      const booked = bookedOf(watchedFor(number, 5 * HOUR, 9 * DAY));
      expect(new Set(booked.map(({ id }) => id)).size).toBe(booked.length);
      const sums = Map.groupBy(booked, wholeOf);
      // Of the last days nothing was drawn, and some is still to come.
      for (const one of planned(number, START, START + 9 * DAY - MINUTE)) {
        const parts = sums.get(one.id) ?? [];
        expect(parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(one.amountMinor);
      }
      expect(sums.size).toBe(planned(number, START, START + 9 * DAY - MINUTE).length);
    }
  });

  it('the month’s spending stays within 15% of the plan’s and money in comes as planned, after one day and four, whenever it begins', () => {
    for (const [index, number] of numbers.entries()) {
      for (const day of [0, 4, 9, 18, 27].map((one) => one + index)) {
        const start = Date.parse('2026-10-01T09:30:00Z') + day * DAY;
        const booked = bookedOf(watchedFor(number, 4 * DAY, 4 * DAY, start));
        for (const days of [1, 4]) {
          const end = start + days * DAY;
          const monthBegan = startOfDay(`${dayOf(end, 'UTC').slice(0, 7)}-01`, 'UTC');
          const before = planned(number, monthBegan, Math.max(start, monthBegan));
          const wantedIn = planned(number, start, end).filter(({ amountMinor }) => amountMinor > 0);
          const bookedIn = booked.filter(({ amountMinor, at }) => amountMinor > 0 && at < end);
          expect(bookedIn.map(({ id }) => id)).toEqual(wantedIn.map(({ id }) => id));
          const is = spent([...before, ...booked.filter(({ at }) => at >= monthBegan && at < end)]);
          const wanted = spent(planned(number, monthBegan, end));
          expect(Math.abs(is / wanted - 1), `${number} ${dayOf(start, 'UTC')} ${days}`).toBeLessThan(0.15);
        }
      }
    }
  }, 60_000);
});

it('whatever was missed while no worker ran, what is over ends first, and nothing is booked twice', () => {
  const outage = fc.record({ from: fc.nat(400), length: fc.nat(300) });
  fc.assert(
    fc.property(anyNumber, anyTick, fc.array(outage, { maxLength: 4 }), (number, first, outages) => {
      const isDown = (tick: number) =>
        outages.some(({ from, length }) => tick >= first + from && tick < first + from + length);
      const played = play(number, { first, count: 500 }, { isDown });
      for (const { act, before, tick } of played) {
        const overdue = before.pending.some(({ at }) => tick * TICK - at > 6 * TICK);
        if (overdue && act.kind === 'authorize') expect(dayOfPlanId(act.pending.id)).not.toBeNull();
      }
      const ids = bookedOf(played).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 40 },
  );
}, 20_000);
