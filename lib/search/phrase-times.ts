/** Reads words that mean a time: "last week", "vom 1. bis 5. November". Days are the bank's. */
import type { Filter } from '#lib/search/filter.ts';
import { begins, DAY_NUMBER, indexOf, type Read, type Word } from '#lib/search/phrase-text.ts';
import type { PhraseWords, Unit } from '#lib/search/phrase-words.ts';
import { daysAfter, daysOfMonth, monthAfter } from '#lib/time.ts';

const ISO_DAY = /^(20\d\d)-(\d\d)-(\d\d)$/;
const YEAR = /^(19[7-9]\d|20\d\d)$/;

export function readLed(list: readonly Word[], words: PhraseWords, today: string): Read {
  return words.lead.includes(list[0]?.folded ?? '') ? readTimeAfter(1, list, words, today) : null;
}

/** The time after that many words and an article. */
function readTimeAfter(count: number, list: readonly Word[], words: PhraseWords, today: string): Read {
  const at = count + (words.articles.includes(list[count]?.folded ?? '') ? 1 : 0);
  const time = readTime(list.slice(at), words, today);
  return time && { ...time, count: at + time.count };
}

/** "from monday", "bis 5. November". */
export function readOpen(list: readonly Word[], words: PhraseWords, today: string): Read {
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
export function readSpan(list: readonly Word[], words: PhraseWords, today: string): Read {
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

export function readTime(list: readonly Word[], words: PhraseWords, today: string): Read {
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

function latestWeekday(weekday: number, today: string): string {
  const now = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return daysAfter(today, -((now - weekday + 7) % 7));
}

/** Null for what the calendar does not have. */
function calendarDay(day: string): string | null {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : day;
}
