/** The number of an entry in an address. */
import { BankError } from '#lib/errors.ts';

/** Spelled one way only: `07`, `7.0`, `+7` and what is beyond exact numbers are not found, as a missing entry is. */
export function entryNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new BankError('not_found', 'There is no such transaction.');
  return Number(text);
}
