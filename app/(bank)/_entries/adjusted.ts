import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import type { Row } from '#lib/ledger/schema.ts';

/** Why another amount was booked than was reserved; null where it was not. */
export function adjustedText(
  row: Row,
  words: Catalogue['detail']['adjusted'],
  format: Format,
): string | null {
  if (row.status === 'pending' || !row.adjusted || row.authorizedMinor === undefined) return null;
  return fill(words[row.adjusted], {
    reserved: format.money(Math.abs(row.authorizedMinor)),
    more: format.money(Math.abs(row.amountMinor - row.authorizedMinor)),
  });
}
