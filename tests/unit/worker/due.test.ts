/** When accounts tick: on the tens, or at their own offset, each tick once, and nothing of the past. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { HOUR, TICK } from '#lib/time.ts';
import { dueItems, nextDue, ticksBetween } from '#worker/loop.ts';
import type { Ticking } from '#worker/ticking.ts';

const at = (offsetMs: number, account = `a_${offsetMs}`): Ticking => ({
  ref: { user: 'u', account } as unknown as AccountRef,
  offsetMs,
});
const TEN = 176_400_000 * TICK;

describe('the next moment', () => {
  it('is the next ten for accounts without an offset', () => {
    expect(nextDue([at(0)], TEN)).toBe(TEN + TICK);
    expect(nextDue([at(0)], TEN - 1)).toBe(TEN);
    expect(nextDue([at(0)], TEN + 9999)).toBe(TEN + TICK);
  });

  it('is the next ten when nobody ticks', () => {
    expect(nextDue([], TEN + 1)).toBe(TEN + TICK);
  });

  it('is the nearest of all offsets', () => {
    const list = [at(0), at(2500), at(9900)];
    expect(nextDue(list, TEN)).toBe(TEN + 2500);
    expect(nextDue(list, TEN + 2500)).toBe(TEN + 9900);
    expect(nextDue(list, TEN + 9950)).toBe(TEN + TICK);
  });
});

describe('what is due', () => {
  it('an hour away is one tick of each account, not 360', () => {
    const items = dueItems([at(0), at(2500), at(9900)], TEN - HOUR, TEN + 3000);
    expect(items.map(({ offsetMs, tick }) => [offsetMs, tick - TEN / TICK])).toEqual([
      [0, 0],
      [2500, 0],
      [9900, -1],
    ]);
  });

  it('looked at in any rhythm of less than a tick, every account ticks exactly once a tick', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 8 });
    const steps = fc.array(fc.integer({ min: 1, max: TICK - 1 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(offsets, steps, (slots, waits) => {
        const list = slots.map((slot) => at(slot * 100));
        const booked = new Map<string, number[]>();
        let after = TEN;
        for (const wait of waits) {
          for (const { ref, tick } of dueItems(list, after, after + wait)) {
            booked.set(ref.account, [...(booked.get(ref.account) ?? []), tick]);
          }
          after += wait;
        }
        for (const ticks of booked.values()) {
          expect(ticks).toEqual(ticks.map((_, index) => (ticks[0] ?? 0) + index));
        }
        // All of them, up to those that were not due yet.
        for (const { ref, offsetMs } of list) {
          const count = Math.floor((after - offsetMs) / TICK) - Math.floor((TEN - offsetMs) / TICK);
          expect(booked.get(ref.account)?.length ?? 0).toBe(count);
        }
      }),
    );
  });
});

describe('the ticks of a time', () => {
  it('are those that a worker which never paused would have booked in it', () => {
    const offsets = fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 5 });
    const span = fc.tuple(fc.nat(30_000), fc.integer({ min: 1, max: 60_000 }));
    fc.assert(
      fc.property(offsets, span, (steps, [from, length]) => {
        const list = steps.map((step, index) => at(step * 100, `a_${index}`));
        const [after, until] = [TEN + from, TEN + from + length];
        let booked = 0;
        for (let moment = after; ; ) {
          const next = nextDue(list, moment);
          if (next > until || list.length === 0) break;
          booked += dueItems(list, moment, next).length;
          moment = next;
        }
        expect(ticksBetween(list, after, until)).toBe(booked);
      }),
    );
  });
});
