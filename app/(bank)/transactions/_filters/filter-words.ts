/** A period in words, and what is said when a filter finds nothing. */
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import type { Filter } from '#lib/search/filter.ts';
import { startOfDay } from '#lib/time.ts';
import { presetOf, wholeMonth, wholeYear } from './periods.ts';

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
