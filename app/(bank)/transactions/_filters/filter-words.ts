/** A filter in words: what each condition is called, and what is left without it. */

import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { categoryName } from '#app/_words/category-name.ts';
import type { Format } from '#app/_words/format.ts';
import type { Filter } from '#lib/search/filter.ts';
import { startOfDay } from '#lib/time.ts';
import { presetOf, wholeMonth, wholeYear } from './periods.ts';

type Words = Pick<Catalogue, 'transactions' | 'types' | 'categories'>;
export type Condition = { label: string; without: Filter };

/** What else than words narrows a list, each with the filter that is left when it is taken off. */
export function conditionsOf(
  filter: Filter,
  format: Format,
  { transactions: words, types, categories }: Words,
  now: number,
): Condition[] {
  const { counterparty, category, direction, type, min, max } = filter;
  const period = periodText(filter, format, words, now);
  const all: ((Condition & { label: string | null }) | null)[] = [
    counterparty ? { label: counterparty, without: { ...filter, counterparty: undefined } } : null,
    category
      ? { label: categoryName(category, categories), without: { ...filter, category: undefined } }
      : null,
    period ? { label: period, without: { ...filter, from: undefined, to: undefined } } : null,
    direction
      ? {
          label: direction === 'in' ? words.moneyIn : words.moneyOut,
          without: { ...filter, direction: undefined },
        }
      : null,
    type ? { label: types[type], without: { ...filter, type: undefined } } : null,
    min
      ? { label: fill(words.atLeast, { amount: format.typed(min) }), without: { ...filter, min: undefined } }
      : null,
    max
      ? { label: fill(words.atMost, { amount: format.typed(max) }), without: { ...filter, max: undefined } }
      : null,
  ];
  return all.filter((one) => one !== null);
}

/** A month or a year by its name, what is counted from today by that, else from … to; null without days. */
export function periodText(
  { from, to }: Filter,
  format: Format,
  words: Catalogue['transactions'],
  now: number,
): string | null {
  if (!from && !to) return null;
  const month = wholeMonth({ from, to });
  if (month) return format.month(month);
  const year = wholeYear({ from, to });
  if (year) return year;
  const preset = presetOf({ from, to }, format.dayOf(now));
  if (preset) return words.presets[preset];
  const name = (day: string) => format.shortWithYear(startOfDay(day, format.timeZone));
  if (from && to) return from === to ? name(from) : fill(words.between, { from: name(from), to: name(to) });
  return from ? fill(words.since, { from: name(from) }) : fill(words.until, { to: name(to ?? '') });
}

/** What is said when nothing is found: the query and the period by name, where there are such. */
export function noMatchText(
  { q, from, to, ...others }: Filter,
  format: Format,
  words: Catalogue['transactions'],
  now: number,
): string {
  const query = q?.trim();
  const month = wholeMonth({ from, to });
  const period = month ? fill(words.inMonth, { month: format.month(month) }) : null;
  const span = period ?? periodText({ from, to }, format, words, now);
  if (query && span) return fill(period ? words.noMatchIn : words.noMatchSpan, { query, period: span });
  if (query) return fill(words.noMatch, { query });
  if (span && Object.values(others).every((value) => !value)) {
    return fill(period ? words.nothingIn : words.nothingSpan, { period: span });
  }
  return words.noMatchFilter;
}
