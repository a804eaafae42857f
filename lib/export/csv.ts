/**
 * Comma-separated values: RFC 4180, UTF-8 with a byte order mark, without which Excel takes it for something older.
 * https://www.rfc-editor.org/rfc/rfc4180
 */

import type { FileFormat } from '#lib/export/file-format.ts';
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

/** Browser-safe. Amounts are plain decimals with a sign: digits that were made here, never text of others. */
export const csvFormat = {
  mediaType: 'text/csv; charset=utf-8; header=present',
  head: () => BYTE_ORDER_MARK + line(COLUMNS),
  row: (entry, { currency }, timeZone) =>
    line([
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
    ]),
  foot: () => '',
} satisfies FileFormat;
