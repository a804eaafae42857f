/** The searchable words of an entry, folded like a query. Browser-safe. */
import { foldText } from '#lib/fold-text.ts';

export const wordsIn = (text: string): string[] => foldText(text).split(' ').filter(Boolean);

/** What of an entry can be found by words: who, what, its category and its type (`direct_debit` as two words). */
export const searchableText = (entry: {
  counterparty: string;
  description: string;
  category: string;
  type: string;
}): string => foldText(`${entry.counterparty} ${entry.description} ${entry.category} ${entry.type}`);
