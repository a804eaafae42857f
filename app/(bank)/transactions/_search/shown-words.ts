import type { Format } from '#app/_words/format.ts';
import type { Row } from '#lib/ledger/schema.ts';
import { wordsIn } from '#lib/ledger/words.ts';

/** What a row says in the page's language, by which it is found too. */
export const shownWords = (entry: Row, format: Format): string[] =>
  wordsIn(`${format.booked(entry.counterparty)} ${format.said(entry)}`);
