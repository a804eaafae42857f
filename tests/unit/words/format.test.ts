import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { de } from '#app/_words/de.ts';
import { en } from '#app/_words/en.ts';
import { MASK, makeFormat } from '#app/_words/format.ts';

const english = makeFormat('en-GB', 'UTC', en.dates);
const german = makeFormat('de-DE', 'UTC', de.dates);
/** A Wednesday. */
const AT = Date.UTC(2026, 10, 4, 9, 5, 7);

describe('amounts and days as the language writes them', () => {
  test('in German', () => {
    expect(german.money(123_456_78)).toBe('123.456,78');
    expect(german.signed(-9240)).toBe('−92,40');
    expect(german.signed(9240)).toBe('+92,40');
    expect(german.withCurrency(-123_456, 'EUR')).toBe('−1.234,56\u00a0EUR');
    expect(german.split(-123_456)).toEqual({ whole: '−1.234', cents: ',56' });
    expect(german.axis(12_000_00, 100_000)).toBe('12.000');
    expect(german.axis(12_50, 50)).toBe('12,50');
    expect(german.percent(0.125)).toMatch(/^13\s%$/);
    expect(german.typed('1234.5')).toBe('1.234,50');
    expect(german.typed('1000')).toBe('1.000');
    expect(german.count(12_345)).toBe('12.345');
    expect(german.full(AT)).toBe('4.\u00a0Nov. 2026, 09:05\u00a0Uhr');
    expect(german.day(AT, AT + 86_400_000 * 3)).toBe('Mi, 4.\u00a0Nov.');
    expect(german.day(AT, AT + 86_400_000 * 3, { named: false })).toBe('4.\u00a0Nov.');
    expect(german.day(AT, AT)).toBe('Heute');
    expect(german.month('2026-03')).toBe('März 2026');
  });

  test('in English', () => {
    expect(english.money(123_456_78)).toBe('123,456.78');
    expect(english.signed(-9240)).toBe('−92.40');
    expect(english.full(AT)).toBe('4\u00a0Nov 2026, 09:05');
    expect(english.typed('12,5')).toBe('12.50');
    expect(english.month('2026-03')).toBe('March 2026');
  });

  test('no cent is lost or made up, however large the amount', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (minor) => {
        const digits = german.money(minor).replace(/\D/g, '');
        expect(digits.replace(/^0+(?=\d{3})/, '')).toBe(String(Math.abs(minor)).padStart(3, '0'));
      }),
    );
  });
});

describe('hidden amounts', () => {
  const hidden = [makeFormat('en-GB', 'UTC', en.dates, true), makeFormat('de-DE', 'UTC', de.dates, true)];
  /** All that makes text of an amount; what makes none of it is named below. */
  const SHOWN = (format: (typeof hidden)[number], minor: number): Record<string, string> => ({
    money: format.money(minor),
    withCurrency: format.withCurrency(minor, 'USD'),
    split: Object.values(format.split(minor)).join('|'),
    axisWhole: format.axis(minor, 100_000),
    axisCents: format.axis(minor, 50),
  });
  const NO_AMOUNT = [
    'booked',
    'said',
    'locale',
    'timeZone',
    'hidden',
    'typed',
    'percent',
    'count',
    'size',
    'time',
    'timeWithSeconds',
    'short',
    'shortWithYear',
    'full',
    'month',
    'monthAlone',
    'shortMonth',
    'monthName',
    'year',
    'dayOf',
    'day',
    'weekday',
  ];

  test('are all the same text, whatever they are: no digit, no sign, one width', () => {
    for (const format of hidden) {
      const all = SHOWN(format, 0);
      fc.assert(
        fc.property(fc.maxSafeInteger(), (minor) => {
          expect(SHOWN(format, minor)).toEqual(all);
          expect(format.signed(minor).replace(/^[+−]/, '')).toBe(MASK);
        }),
      );
      expect(Object.values(all).join()).not.toMatch(/\d/);
    }
  });

  test('whatever the format can write is either masked or no amount', () => {
    const masked = ['money', 'withCurrency', 'split', 'axis', 'signed'];
    expect(Object.keys(english).sort()).toEqual([...NO_AMOUNT, ...masked].sort());
  });

  test('do not hide dates, counts, shares, or what somebody typed', () => {
    const [format] = hidden;
    expect(format?.full(AT)).toBe(english.full(AT));
    expect(format?.count(12)).toBe('12');
    expect(format?.percent(0.5)).toBe('50%');
    expect(format?.typed('12.5')).toBe('12.50');
  });
});
