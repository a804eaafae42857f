import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal, toDecimalText, toMajorNumber } from '#lib/money.ts';
import { anyText } from './search/any-text.ts';

describe('reading a decimal', () => {
  it.each([
    ['19.99', 1999],
    ['0.29', 29],
    ['1.10', 110],
    ['12,5', 1250],
    ['-3', -300],
    ['+3', 300],
    [' 7 ', 700],
    ['007', 700],
    ['999999999999.99', 99_999_999_999_999],
  ])('"%s" is %d minor units', (text, minor) => {
    expect(parseDecimal(text)).toBe(minor);
  });

  it.each([
    '',
    ' ',
    '.',
    '.5',
    '5.',
    '1.234',
    '1,234.5',
    '1 000',
    '1e3',
    '0x10',
    '--1',
    '+-1',
    '1.2.3',
    'NaN',
    'Infinity',
    '١٢',
    '１２',
    '1234567890123',
    '12\u0000',
    '$5',
    '5 €',
  ])('"%s" is no amount', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it('zero has no sign', () => {
    for (const text of ['0', '-0', '-0.00', '+0,0']) expect(Object.is(parseDecimal(text), 0)).toBe(true);
  });

  it('never loses or invents a cent, where a float would', () => {
    const cents = fc.record({
      sign: fc.constantFrom('', '-', '+'),
      major: fc.integer({ min: 0, max: 999_999_999_999 }),
      minor: fc.integer({ min: 0, max: 99 }),
      point: fc.constantFrom('.', ','),
    });
    fc.assert(
      fc.property(cents, ({ sign, major, minor, point }) => {
        const wanted = BigInt(major) * 100n + BigInt(minor);
        const read = parseDecimal(`${sign}${major}${point}${String(minor).padStart(2, '0')}`);
        expect(read === null ? null : BigInt(read)).toBe(sign === '-' ? -wanted : wanted);
      }),
    );
  });

  it('any text has an answer: an integer or null', () => {
    fc.assert(
      fc.property(anyText(20), (text) => {
        const read = parseDecimal(text);
        expect(read === null || Number.isSafeInteger(read)).toBe(true);
      }),
    );
  });
});

describe('writing a decimal', () => {
  it.each([
    [0, '0.00'],
    [-0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [-92_40, '-92.40'],
    [9_007_199_254_740_991, '90071992547409.91'],
  ])('%d minor units are "%s"', (minor, text) => {
    expect(toDecimalText(minor)).toBe(text);
  });

  it('what was written is read back, for every exact amount of up to twelve digits', () => {
    const max = 99_999_999_999_999;
    fc.assert(
      fc.property(fc.integer({ min: -max, max }), (minor) => {
        expect(parseDecimal(toDecimalText(minor))).toBe(minor + 0);
      }),
    );
  });

  it('the number for the old shapes is the one nearest to the exact decimal', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (minor) => {
        expect(toMajorNumber(minor)).toBe(Number(toDecimalText(minor)));
      }),
    );
  });
});
