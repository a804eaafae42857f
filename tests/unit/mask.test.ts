import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMasked, maskDay, maskEmail, maskNumber } from '#lib/mask.ts';

describe('a masked detail', () => {
  test.each([
    ['1580783161', '•••• 3161'],
    ['123456789', '•••• 6789'],
    // Of these the last four would be half or more.
    ['12345678', '••••'],
    ['3161', '••••'],
    ['', '••••'],
  ])('of the number %j is %j', (number, masked) => expect(maskNumber(number)).toBe(masked));

  test.each([
    ['bob@example.com', 'b•••@example.com'],
    ['𝒷ob@example.com', '𝒷•••@example.com'],
    ['"a@b"@example.com', '"•••@example.com'],
    ['b@example.com', '•••@example.com'],
    ['@example.com', '•••@example.com'],
    ['bob', '•••'],
    ['', '•••'],
  ])('of the address %j is %j', (email, masked) => expect(maskEmail(email)).toBe(masked));

  test('of a day is the same for every day', () => {
    expect(maskDay('1986-04-12')).toBe('••••');
  });

  test('says that it is one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w@.]*$/), (text) => {
        for (const mask of [maskNumber, maskEmail, maskDay]) {
          expect([text, isMasked(text), isMasked(mask(text))]).toEqual([text, false, true]);
        }
      }),
    );
  });

  test('never holds more than four digits of a number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d*$/), (number) => {
        expect(maskNumber(number).replace(/\D/g, '').length).toBeLessThanOrEqual(4);
      }),
    );
  });
});
