/** Durations in milliseconds, multiplied from named units, and the bank's calendar. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The worker books on multiples of this, counted from the epoch: the tens of the clock. */
export const TICK = 10 * SECOND;

/** Intl formatters cost about 50 µs each to make; one a zone is kept. */
function byZone(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): (timeZone: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const formatter = made.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
    made.set(timeZone, formatter);
    return formatter;
  };
}
const calendar = byZone('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
const clock = byZone('en-GB', { timeStyle: 'medium', hourCycle: 'h23' });

/** The bank's day of a moment, `yyyy-mm-dd`. `atMs` is milliseconds since the epoch; the zone is `BANK_TIME_ZONE`. */
export const dayOf = (atMs: number, timeZone: string): string => {
  if (timeZone === 'UTC') return new Date(atMs).toISOString().slice(0, 10);
  return calendar(timeZone).format(atMs);
};

/** The bank's month of a moment, `yyyy-mm`. */
export const monthOf = (atMs: number, timeZone: string): string => dayOf(atMs, timeZone).slice(0, 7);

/** The bank's time of day of a moment, `hh:mm:ss`. */
export const timeOf = (atMs: number, timeZone: string): string => {
  if (timeZone === 'UTC') return new Date(atMs).toISOString().slice(11, 19);
  return clock(timeZone).format(atMs);
};

/** The first instant of a bank day `yyyy-mm-dd`, in milliseconds: found by asking the zone, so DST is right. */
export function startOfDay(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (timeZone === 'UTC') return utc;
  // Zones lie within −14 h … +14 h of UTC: the first quarter hour that belongs to the day, and then its beginning
  // to the millisecond, since some zones once differed from others by odd minutes and seconds.
  for (let atMs = utc - 14 * HOUR; atMs <= utc + 14 * HOUR; atMs += 15 * MINUTE) {
    if (dayOf(atMs, timeZone) === day) return firstOf(day, atMs - 15 * MINUTE, atMs, timeZone);
  }
  throw new RangeError(`no such day in ${timeZone}: ${day}`);
}

/** The first instant of the day after `outside`, which is before it, up to `inside`, which is in it. */
function firstOf(day: string, outside: number, inside: number, timeZone: string): number {
  if (inside - outside <= 1) return inside;
  const middle = Math.floor((outside + inside) / 2);
  return dayOf(middle, timeZone) === day
    ? firstOf(day, outside, middle, timeZone)
    : firstOf(day, middle, inside, timeZone);
}

/** The day `days` after another, or before it, both `yyyy-mm-dd`: a day of the calendar has no zone. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** First and last day of a bank month `yyyy-mm`, both `yyyy-mm-dd`. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return { from: `${month}-01`, to: `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}` };
}

/** The bank month `months` after another, or before it. */
export function monthAfter(month: string, months: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}
