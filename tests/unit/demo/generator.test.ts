import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { MAX_AMOUNT_MINOR, MAX_COURSE_MINOR, tickAmount, tickOf, tickPosting } from '#demo/generator.ts';
import type { AccountRef } from '#lib/ids.ts';
import { postingSchema } from '#lib/ledger/ledger-entry.ts';
import { TICK } from '#lib/time.ts';

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-');
const text = (length: number) =>
  fc.array(letters, { minLength: length, maxLength: length }).map((all) => all.join(''));
const anyRef = fc
  .record({ user: text(22), account: text(10) })
  .map(({ user, account }) => ({ user, account: `a_${account}` }) as AccountRef);
const anyTick = fc.integer({ min: 160_000_000, max: 400_000_000 });

describe('what a tick books', () => {
  it('follows from account and tick alone, whoever asks and however often', () => {
    fc.assert(
      fc.property(anyRef, anyTick, text(22), (ref, tick, user) => {
        const posting = tickPosting(ref, tick);
        expect(tickPosting({ ...ref }, tick)).toEqual(posting);
        expect(tickPosting({ ...ref, user: user as AccountRef['user'] }, tick)).toEqual(posting);
      }),
    );
  });

  it('is a valid posting with an amount of −300.00 to +300.00 and never nothing, dated in its tick', () => {
    fc.assert(
      fc.property(anyRef, anyTick, fc.integer({ min: 0, max: 9_900 }), (ref, tick, offsetMs) => {
        const posting = postingSchema.parse(tickPosting(ref, tick, offsetMs));
        expect(posting.amountMinor).not.toBe(0);
        expect(Math.abs(posting.amountMinor)).toBeLessThanOrEqual(MAX_AMOUNT_MINOR);
        expect(MAX_AMOUNT_MINOR).toBe(300_00);
        expect(posting.at).toBe(tick * TICK + offsetMs);
        expect(tickOf(posting.at)).toBe(tick);
      }),
      { numRuns: 500 },
    );
  });

  it('has an id of its own for each account and tick', () => {
    const ids = fc.tuple(anyRef, anyTick).map(([ref, tick]) => tickPosting(ref, tick).id);
    const sample = fc.sample(ids, 500);
    expect(new Set(sample).size).toBe(500);
  });

  it('is with somebody known, of that category and type', () => {
    fc.assert(
      fc.property(anyRef, anyTick, (ref, tick) => {
        const { counterparty, category, type } = tickPosting(ref, tick);
        const known = ALL_COUNTERPARTIES.filter(({ name }) => name === counterparty);
        expect(known.map((one) => one.category)).toContain(category);
        expect(type === 'refund' || known.some((one) => one.type === type)).toBe(true);
      }),
    );
  });

  it('two days of ticks leave the balance near where it began', () => {
    for (const account of ['a_Wt4mVbq1Xz', 'a_0000000000', 'a_ABCDEFGHIJ']) {
      let balance = 0;
      let max = 0;
      const first = 176_000_000;
      for (let tick = first; tick < first + 2 * 8640; tick++) {
        balance += tickAmount(account, tick);
        max = Math.max(max, Math.abs(balance));
      }
      // Where a step was cut to 300.00 or raised to one cent the course is left by that little.
      expect(max).toBeLessThan(2 * MAX_COURSE_MINOR + 1_000_00);
    }
  });
});
