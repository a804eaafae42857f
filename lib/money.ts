/**
 * Money is an integer number of minor units (cents) everywhere. Decimals exist only in what people read and in
 * the tutorial's own URLs. All demo currencies have two decimals (ISO 4217 exponent 2).
 */
export const MINOR_PER_MAJOR = 100;

/** `9841255` → `98412.55`, a number, for the tutorial's shapes only: exact to the cent up to 2^53 minor units. */
export const toMajorNumber = (amountMinor: number): number => amountMinor / MINOR_PER_MAJOR;

/** `-9240` → `"-92.40"`: plain decimal text without grouping, exact for any safe integer. */
export function toDecimalText(amountMinor: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const DECIMAL = /^([+-]?)(\d{1,12})(?:[.,](\d{1,2}))?$/;

/** `"12,5"` → `1250`, `"-3"` → `-300`, anything else → null. Digit work, never float multiplication. */
export function parseDecimal(text: string): number | null {
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign, major, minor = ''] = match;
  const amount = Number(`${major}${minor.padEnd(2, '0')}`);
  // Zero has no sign: -0 would be printed and compared as another number.
  return sign === '-' && amount !== 0 ? -amount : amount;
}
