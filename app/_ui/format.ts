/**
 * Money and dates as people read them, in the bank's zone. Pure and made once a page: server and browser give the
 * same text, so that hydration finds what it expects.
 */
import { MINOR_PER_MAJOR, toDecimalText } from '#lib/money.ts';
import { DAY, dayOf } from '#lib/time.ts';
import { fill } from './messages/catalogue.ts';

/** A real minus sign: as wide as plus, and read out as minus. */
const MINUS = '\u2212';

export type DateWords = {
  day: string;
  dayWithYear: string;
  short: string;
  shortWithYear: string;
  month: string;
  full: string;
  today: string;
  yesterday: string;
};

export type Format = ReturnType<typeof makeFormat>;

export function makeFormat(locale: string, timeZone: string, words: DateWords) {
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const parts = date({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const longMonth = date({ month: 'long', year: 'numeric' });
  const clock = date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const clockSeconds = date({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

  const named = (formatter: Intl.DateTimeFormat, at: number) =>
    Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const sameYear = (at: number, now: number) =>
    dayOf(at, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  const magnitude = (minor: number) =>
    decimal.format(toDecimalText(Math.abs(minor)) as Intl.StringNumericLiteral);

  return {
    locale,
    timeZone,

    /** `-9240` → `−92.40`, without a currency. */
    money: (minor: number) => (minor < 0 ? MINUS : '') + magnitude(minor),
    /** With a plus sign for money received, as in lists. */
    signed: (minor: number) => (minor < 0 ? MINUS : minor > 0 ? '+' : '') + magnitude(minor),
    withCurrency: (minor: number, currency: string) =>
      `${minor < 0 ? MINUS : ''}${magnitude(minor)} ${currency}`,
    /** Whole and cents apart, for amounts that set their cents smaller. */
    split(minor: number): { whole: string; cents: string } {
      const text = (minor < 0 ? MINUS : '') + magnitude(minor);
      return { whole: text.slice(0, -3), cents: text.slice(-3) };
    },
    /** For axes: whole units, or cents when the steps are smaller than one. */
    axis: (minor: number, stepMinor: number) =>
      stepMinor < MINOR_PER_MAJOR
        ? (minor < 0 ? MINUS : '') + magnitude(minor)
        : (minor < 0 ? MINUS : '') + whole.format(Math.round(Math.abs(minor) / MINOR_PER_MAJOR)),
    percent: (share: number) => percent.format(share),
    count: (count: number) => whole.format(count),
    /** Of a file, in whole kB below a megabyte. */
    size: (bytes: number) =>
      bytes < 1e6 ? `${whole.format(Math.ceil(bytes / 1000))} kB` : `${oneDecimal.format(bytes / 1e6)} MB`,

    time: (at: number) => clock.format(at),
    timeWithSeconds: (at: number) => clockSeconds.format(at),
    short: (at: number) => fill(words.short, named(parts, at)),
    shortWithYear: (at: number) => fill(words.shortWithYear, named(parts, at)),
    full: (at: number) => fill(words.full, { ...named(parts, at), time: clock.format(at) }),
    /** `2026-11` → `November 2026`. */
    month: (month: string) => fill(words.month, named(longMonth, Date.parse(`${month}-15T12:00:00Z`))),
    /** `2026-11` → `Nov 2026`. */
    shortMonth: (month: string) => fill(words.month, named(parts, Date.parse(`${month}-15T12:00:00Z`))),
    monthName: (at: number) => String(named(parts, at).month),
    year: (at: number) => String(named(parts, at).year),
    dayOf: (at: number) => dayOf(at, timeZone),
    /** Today, Yesterday, or the day by name; the year only when it is another one. */
    day(at: number, now: number): string {
      const day = dayOf(at, timeZone);
      if (day === dayOf(now, timeZone)) return words.today;
      if (day === dayOf(now - DAY, timeZone)) return words.yesterday;
      return fill(sameYear(at, now) ? words.day : words.dayWithYear, named(parts, at));
    },
  };
}
