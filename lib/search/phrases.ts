/**
 * Reads words of the search box that mean a time, a kind or an amount as fields of the filter: "rent november", "over
 * 100 last week", "Erstattungen". Pure; days are the bank's. What stands in quotation marks stays text.
 */
import { wordsIn } from '#lib/ledger/words.ts';
import { parseDecimal, toDecimalText } from '#lib/money.ts';
import type { Filter } from '#lib/search/filter.ts';
import { MAX_QUERY } from '#lib/search/filter-limits.ts';
import type { PhraseWords, Unit } from '#lib/search/phrase-words.ts';
import { daysAfter, daysOfMonth, monthAfter } from '#lib/time.ts';

/** Words of the text, from character `at` on, and what of the filter they mean. */
export type Phrase = { at: number; text: string; filter: Filter };

type Word = { at: number; end: number; folded: string; raw: string };
/** How many words were read, and what they mean. */
type Read = { count: number; filter: Filter } | null;

const QUOTED = /"[^"]*"?|\S+/g;
const NUMBER = /^\p{Sc}?(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)\p{Sc}?$/u;
const GROUPING = /[.,](?=\d{3})/g;
const CURRENCY = /^(?:\p{Sc}|eur|euros?|usd|dollars?|gbp|pounds?)$/iu;
const ISO_DAY = /^(20\d\d)-(\d\d)-(\d\d)$/;
const YEAR = /^(19[7-9]\d|20\d\d)$/;
const DAY_NUMBER = /^(0?[1-9]|[12]\d|3[01])(?:\.|st|nd|rd|th)?$/;

/**
 * The phrases of a text, in its order; each field is read once, and further words for it stay text. A month or weekday
 * without a year is the latest that has begun by `today`, weeks begin on Monday, and amounts include their ends.
 */
export function readPhrases(text: string, words: PhraseWords, today: string): Phrase[] {
  if (text.length > MAX_QUERY) return [];
  const list = wordsOf(text);
  const phrases: Phrase[] = [];
  const taken = new Set<string>();
  for (let at = 0; at < list.length; ) {
    const read = readAt(list.slice(at), words, today);
    const fields = Object.keys(read?.filter ?? {});
    const [first, last] = [list[at], list[at + (read?.count ?? 1) - 1]];
    if (read && first && last && !fields.some((field) => taken.has(field))) {
      phrases.push({ at: first.at, text: text.slice(first.at, last.end), filter: read.filter });
      for (const field of fields) taken.add(field);
    }
    at += read?.count ?? 1;
  }
  return phrases;
}

/** The filter that a text with phrases asks for: their words leave the text, and their fields replace those set. */
export function withPhrases(filter: Filter, phrases: readonly Phrase[] = []): Filter {
  if (phrases.length === 0) return filter;
  let rest = filter.q ?? '';
  for (const { at, text } of phrases.toReversed())
    rest = `${rest.slice(0, at)} ${rest.slice(at + text.length)}`;
  const q = rest.replace(/\s+/g, ' ').trim() || undefined;
  return Object.assign({ ...filter, q }, ...phrases.map((phrase) => phrase.filter));
}

/** What later pages, sums and live rows of an answer are asked by. */
export const askedAgain = (
  filter: Filter,
  { phrases, texts }: { phrases?: readonly Phrase[]; texts?: Filter['texts'] },
): Filter => ({ ...withPhrases(filter, phrases), ...(texts ? { texts } : {}) });

/** The same text with a phrase in quotation marks, in which it is text. */
export const quoted = (text: string, { at, text: phrase }: Phrase): string =>
  `${text.slice(0, at)}"${phrase}"${text.slice(at + phrase.length)}`;

/** Words in quotation marks are none. */
const wordsOf = (text: string): Word[] =>
  [...text.matchAll(QUOTED)].map(({ 0: raw, index }) => ({
    at: index,
    end: index + raw.length,
    folded: raw.includes('"') ? '' : wordsIn(raw).join(' '),
    raw,
  }));

function readAt(list: readonly Word[], words: PhraseWords, today: string): Read {
  return (
    readTime(list, words, today) ??
    readAmounts(list, words) ??
    readSpan(list, words, today) ??
    readOpen(list, words, today) ??
    readLed(list, words, today) ??
    readKind(list, words)
  );
}

function readLed(list: readonly Word[], words: PhraseWords, today: string): Read {
  return words.lead.includes(list[0]?.folded ?? '') ? readTimeAfter(1, list, words, today) : null;
}

/** The time after that many words and an article. */
function readTimeAfter(count: number, list: readonly Word[], words: PhraseWords, today: string): Read {
  const at = count + (words.articles.includes(list[count]?.folded ?? '') ? 1 : 0);
  const time = readTime(list.slice(at), words, today);
  return time && { ...time, count: at + time.count };
}

/** "from monday", "bis 5. November". */
function readOpen(list: readonly Word[], words: PhraseWords, today: string): Read {
  for (const [named, field] of [
    ['since', 'from'],
    ['until', 'to'],
  ] as const) {
    for (const phrase of words[named]) {
      const count = begins(list, phrase);
      const time = count > 0 ? readTimeAfter(count, list, words, today) : null;
      if (time) return { ...time, filter: { [field]: time.filter[field] } };
    }
  }
  return null;
}

/** "between monday and friday", "vom 1. bis 5. November": the first may be a day of the month of the second. */
function readSpan(list: readonly Word[], words: PhraseWords, today: string): Read {
  for (const [before, between] of words.spans) {
    if (list[0]?.folded !== before) continue;
    const time = readTime(list.slice(1), words, today);
    const day = time ? undefined : DAY_NUMBER.exec(list[1]?.raw ?? '')?.[1];
    const at = 1 + (time?.count ?? 1);
    const end = list[at]?.folded === between ? readTimeAfter(at + 1, list, words, today) : null;
    const to = end?.filter.to;
    const from = time
      ? time.filter.from
      : day && to && calendarDay(`${to.slice(0, 8)}${day.padStart(2, '0')}`);
    if (end && from && to && from <= to) return { count: end.count, filter: { from, to } };
  }
  return null;
}

const begins = (list: readonly Word[], phrase: string): number => {
  const parts = phrase.split(' ');
  return parts.every((part, at) => list[at]?.folded === part) ? parts.length : 0;
};

function readKind(list: readonly Word[], { kinds }: PhraseWords): Read {
  for (const [phrase, filter] of Object.entries(kinds)) {
    const count = begins(list, phrase);
    if (count > 0) return { count, filter };
  }
  return null;
}

function readAmounts(list: readonly Word[], words: PhraseWords): Read {
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

function readTime(list: readonly Word[], words: PhraseWords, today: string): Read {
  const [one, two, three] = list;
  const single = (day: string | null, count: number): Read =>
    day === null ? null : { count, filter: { from: day, to: day } };
  if (!one?.folded) return null;
  const ago = Object.hasOwn(words.days, one.folded) ? words.days[one.folded] : undefined;
  if (ago !== undefined) return single(daysAfter(today, -ago), 1);
  if (ISO_DAY.test(one.raw)) return single(calendarDay(one.raw), 1);

  const weekday = indexOf(words.weekdays, one.folded);
  if (weekday >= 0) return single(latestWeekday(weekday, today), 1);
  if (words.last.includes(one.folded)) {
    const day = indexOf(words.weekdays, two?.folded);
    if (day >= 0) return single(latestWeekday(day, daysAfter(today, -1)), 2);
    const many = /^\d{1,3}$/.test(two?.raw ?? '') ? Number(two?.raw) : 0;
    const unit = Object.hasOwn(words.many, three?.folded ?? '') && words.many[three?.folded ?? ''];
    if (many > 0 && unit) return { count: 3, filter: { from: beginOfLast(many, unit, today), to: today } };
    const before = readMonth(list.slice(1), words, daysAfter(`${today.slice(0, 7)}-01`, -1));
    return before ? { ...before, count: before.count + 1 } : readUnit(two, words, today, -1);
  }
  if (words.now.includes(one.folded)) return readUnit(two, words, today, 0);
  if (YEAR.test(one.raw) && one.raw <= today.slice(0, 4)) {
    return { count: 1, filter: { from: `${one.raw}-01-01`, to: `${one.raw}-12-31` } };
  }
  return readMonth(list, words, today);
}

function readUnit(word: Word | undefined, { units }: PhraseWords, today: string, by: number): Read {
  const name = word?.folded ?? '';
  const unit = Object.hasOwn(units, name) ? units[name] : undefined;
  return unit ? { count: 2, filter: spanOf(unit, today, by) } : null;
}

function spanOf(unit: Unit, today: string, by: number): Filter {
  if (unit === 'month') return daysOfMonth(monthAfter(today.slice(0, 7), by));
  if (unit === 'year') {
    const year = Number(today.slice(0, 4)) + by;
    return { from: `${year}-01-01`, to: `${year}-12-31` };
  }
  const from = daysAfter(latestWeekday(0, today), by * 7);
  return { from, to: daysAfter(from, 6) };
}

/** The first of so many days, weeks, months or years that end today. */
function beginOfLast(many: number, unit: 'day' | Unit, today: string): string {
  if (unit === 'day' || unit === 'week') return daysAfter(today, 1 - many * (unit === 'week' ? 7 : 1));
  const month = monthAfter(today.slice(0, 7), -many * (unit === 'year' ? 12 : 1));
  const { to } = daysOfMonth(month);
  const sameDay = `${month}-${today.slice(8)}`;
  return daysAfter(sameDay < to ? sameDay : to, 1);
}

/** A month, of a year or the latest; and a day of it: "3 november", "nov 3 2025", "3. November". */
function readMonth(list: readonly Word[], words: PhraseWords, today: string): Read {
  const dayFirst = DAY_NUMBER.exec(list[0]?.raw ?? '')?.[1];
  const at = dayFirst ? 1 : 0;
  const month = indexOf(words.months, list[at]?.folded) + 1;
  if (month === 0) return null;
  const dayAfterIt = dayFirst ? undefined : DAY_NUMBER.exec(list[1]?.raw ?? '')?.[1];
  const day = dayFirst ?? dayAfterIt;
  const count = at + 1 + (dayAfterIt ? 1 : 0);
  const given = list[count]?.raw ?? '';
  const number = String(month).padStart(2, '0');
  const start = day ? `${number}-${day.padStart(2, '0')}` : `${number}-01`;
  const thisYear = today.slice(0, 4);
  const latest = `${thisYear}-${start}` <= today ? thisYear : String(Number(thisYear) - 1);
  const [year, read] = YEAR.test(given) ? [given, count + 1] : [latest, count];
  if (!day) return { count: read, filter: daysOfMonth(`${year}-${number}`) };
  const named = calendarDay(`${year}-${start}`);
  return named === null ? null : { count: read, filter: { from: named, to: named } };
}

const indexOf = (lists: readonly (readonly string[])[], word: string | undefined): number =>
  word ? lists.findIndex((names) => names.includes(word)) : -1;

function latestWeekday(weekday: number, today: string): string {
  const now = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return daysAfter(today, -((now - weekday + 7) % 7));
}

/** Null for what the calendar does not have. */
function calendarDay(day: string): string | null {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : day;
}
