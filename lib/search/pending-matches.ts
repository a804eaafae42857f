/** Finds pending transactions: at most six an account, which no index has, judged as live rows are. */
import { shownDescription, shownText } from '#lib/booked-text.ts';
import { bookedTexts } from '#lib/booked-texts.ts';
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Language } from '#lib/language.ts';
import { pendingRows } from '#lib/ledger/authorize.ts';
import type { PendingView } from '#lib/ledger/schema.ts';
import { searchableText, wordsIn } from '#lib/ledger/words.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchesFilter } from '#lib/search/matches.ts';

/**
 * The pending transactions of these accounts that match a filter, newest first. `edits` are those of the search among their
 * entries. One JSON.GET and HGETALL an account, O(1); nothing for `status: booked`.
 */
export async function pendingMatches(
  redis: Redis,
  refs: readonly AccountRef[],
  filter: Filter,
  edits?: readonly number[],
): Promise<PendingView[]> {
  if (filter.status === 'booked') return [];
  const { timeZone } = config();
  const rows = (await Promise.all(refs.map((ref) => pendingRows(redis, ref)))).flat();
  return rows
    .filter((row) => matchesFilter(row, filter, timeZone, edits, wordsShownOf(row, filter.texts)))
    .sort((one, other) => other.at - one.at);
}

/** The words by which a row is found, in a language too. */
export const pendingWords = (row: PendingView, language: Language | undefined): string[] => [
  ...searchableText(row).split(' '),
  ...wordsShownOf(row, language),
];

function wordsShownOf(row: PendingView, language: Language | undefined): string[] {
  if (!language) return [];
  const texts = bookedTexts[language];
  return wordsIn(`${shownText(texts, row.counterparty)} ${shownDescription(texts, row)}`);
}
