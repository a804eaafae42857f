/**
 * Comma-separated values: RFC 4180, UTF-8 with a byte order mark, without which Excel takes it for something older.
 * https://www.rfc-editor.org/rfc/rfc4180
 */

import type { FileFormat } from '#lib/export/file-format.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { toDecimalText } from '#lib/money.ts';
import { dayOf, timeOf } from '#lib/time.ts';

const BYTE_ORDER_MARK = '\ufeff';
const COLUMNS = 'Date,Time,Counterparty,Description,Category,Type,Amount,Currency,Balance,Number'.split(',');

/**
 * What makes a spreadsheet calculate, fetch or start something when a cell begins so, in plain and in full width.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^\s*[=+\-@|%\t\r\n＝＋－＠]/u;

/** Text, always quoted; an apostrophe in front makes a spreadsheet show what would be a formula. */
const textCell = (text: string): string =>
  `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`;

/** Amounts are plain decimals with a sign: digits that were made here, never text of others. */
const cellsOf = (entry: EntryView, currency: string, timeZone: string) => [
  dayOf(entry.at, timeZone),
  timeOf(entry.at, timeZone),
  textCell(entry.counterparty),
  textCell(entry.description),
  textCell(entry.category),
  textCell(entry.type),
  toDecimalText(entry.amountMinor),
  currency,
  toDecimalText(entry.balanceAfterMinor),
  String(entry.seq),
];

const mediaType = 'text/csv; charset=utf-8; header=present';

/** Browser-safe. */
export const csvFormat = {
  mediaType,
  head: () => BYTE_ORDER_MARK + line(COLUMNS),
  row: (entry, { currency }, timeZone) => line(cellsOf(entry, currency, timeZone)),
  foot: () => '',
} satisfies FileFormat;

type Owner = { name: string; currency: string } | undefined;

const cellsTogether = (entry: EntryView, account: Owner, timeZone: string) => [
  ...cellsOf(entry, account?.currency ?? '', timeZone),
  textCell(account?.name ?? ''),
];

/** Of several accounts, each row with the name of its own. */
export const csvTogether = {
  mediaType,
  head: () => BYTE_ORDER_MARK + line([...COLUMNS, 'Account']),
  row: (entry: EntryView, account: Owner, timeZone: string) => line(cellsTogether(entry, account, timeZone)),
};

/** As `csvTogether`, with the tags of each row. */
export const csvChosen = {
  mediaType,
  head: () => BYTE_ORDER_MARK + line([...COLUMNS, 'Account', 'Tags']),
  row: (entry: EntryView, account: Owner, timeZone: string) =>
    line([...cellsTogether(entry, account, timeZone), textCell(entry.note?.tags.join(', ') ?? '')]),
};
