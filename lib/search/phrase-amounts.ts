/** Reads words that mean an amount: "over 100", "zwischen 20 und 30 €". */
import { parseDecimal, toDecimalText } from '#lib/money.ts';
import { begins, DAY_NUMBER, indexOf, type Read, type Word } from '#lib/search/phrase-text.ts';
import type { PhraseWords } from '#lib/search/phrase-words.ts';

const NUMBER = /^\p{Sc}?(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)\p{Sc}?$/u;
const GROUPING = /[.,](?=\d{3})/g;
const CURRENCY = /^(?:\p{Sc}|eur|euros?|usd|dollars?|gbp|pounds?)$/iu;

export function readAmounts(list: readonly Word[], words: PhraseWords): Read {
  const [between, and] = words.between;
  if (list[0]?.folded === between) {
    const min = readAmount(list.slice(1), words);
    const isTwo = min && list[1 + min.count]?.folded === and;
    const max = isTwo ? readAmount(list.slice(2 + min.count), words) : null;
    if (!min || !max) return null;
    return { count: 2 + min.count + max.count, filter: { min: min.amount, max: max.amount } };
  }
  for (const field of ['min', 'max'] as const) {
    for (const phrase of words[field]) {
      const count = begins(list, phrase);
      const read = count > 0 ? readAmount(list.slice(count), words) : null;
      if (read) return { count: count + read.count, filter: { [field]: read.amount } };
    }
  }
  return null;
}

/**
 * With the currency before or after it, which is not looked at: every account has its own. A day of a month is no
 * amount.
 */
function readAmount(
  list: readonly Word[],
  { months }: PhraseWords,
): { count: number; amount: string } | null {
  if (DAY_NUMBER.test(list[0]?.raw ?? '') && indexOf(months, list[1]?.folded) >= 0) return null;
  const before = CURRENCY.test(list[0]?.raw ?? '') ? 1 : 0;
  const [, digits] = NUMBER.exec(list[before]?.raw ?? '') ?? [];
  const minor = digits === undefined ? null : parseDecimal(digits.replace(GROUPING, ''));
  if (minor === null) return null;
  const after = CURRENCY.test(list[before + 1]?.raw ?? '') ? 1 : 0;
  return { count: before + 1 + after, amount: toDecimalText(minor) };
}
