/**
 * Money and dates as people read them, in the bank's zone. Pure and made once a page: server and browser give the
 * same text, so that hydration finds what it expects.
 */

import { type Booked, shownDescription, shownText } from '#lib/booked-text.ts';
import { MINOR_PER_MAJOR, parseDecimal, toDecimalText } from '#lib/money.ts';
import { DAY, dayOf } from '#lib/time.ts';
import { fill } from './catalogue.ts';

/**
 * Stands for every amount while amounts are hidden: always the same, so that its width does not show how much it is. A
 * balance has no sign then either; money received and spent keep theirs.
 */
export const MASK = '•••••';

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

/** Calls `make` once, on first use. */
function lazy<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** An Intl formatter takes a phone up to 10 ms to make: one of each kind a language, and only those a page uses. */
function makeFormatters(locale: string, timeZone: string) {
  const number = (options: Intl.NumberFormatOptions) => lazy(() => new Intl.NumberFormat(locale, options));
  const date = (options: Intl.DateTimeFormatOptions) =>
    lazy(() => new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  return {
    decimal: number({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    whole: number({ maximumFractionDigits: 0 }),
    oneDecimal: number({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    percent: number({ style: 'percent', maximumFractionDigits: 0 }),
    parts: date({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    longMonth: date({ month: 'long', year: 'numeric' }),
    clock: date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    clockSeconds: date({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  };
}

const formatters = new Map<string, ReturnType<typeof makeFormatters>>();

function formattersOf(locale: string, timeZone: string) {
  const key = `${locale} ${timeZone}`;
  const known = formatters.get(key) ?? makeFormatters(locale, timeZone);
  formatters.set(key, known);
  return known;
}

const middleOf = (month: string): number => Date.parse(`${month}-15T12:00:00Z`);

/**
 * `hidden` masks every amount: this is the one place where amounts become text, so that no page can forget it. `texts`
 * are the bank's own, as far as the language has them.
 */
export function makeFormat(
  locale: string,
  timeZone: string,
  words: DateWords,
  hidden = false,
  texts: Booked = {},
) {
  const { decimal, whole, oneDecimal, percent, parts, longMonth, clock, clockSeconds } = formattersOf(
    locale,
    timeZone,
  );

  /** Some versions of ICU write `Mi.`, others `Mi`: server and browser must not differ. */
  const named = (formatter: () => Intl.DateTimeFormat, at: number) =>
    Object.fromEntries(
      formatter()
        .formatToParts(at)
        .map(({ type, value }) => [type, type === 'weekday' ? value.replace(/\.$/, '') : value]),
    );
  const sameYear = (at: number, now: number) =>
    dayOf(at, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  const magnitude = (minor: number) =>
    hidden ? MASK : decimal().format(toDecimalText(Math.abs(minor)) as Intl.StringNumericLiteral);
  const minus = (minor: number) => (minor < 0 && !hidden ? MINUS : '');

  return {
    locale,
    timeZone,
    hidden,

    /** The name of an account or of whom an entry is with, in the language where it is one of the demo's. */
    booked: (text: string) => shownText(texts, text),
    /** What an entry says; a payment's reference stays as it was written. */
    said: (entry: Parameters<typeof shownDescription>[1]) => shownDescription(texts, entry),

    /** `-9240` → `−92.40`, without a currency. */
    money: (minor: number) => minus(minor) + magnitude(minor),
    /** With a plus sign for money received, as in lists. */
    signed: (minor: number) => (minor < 0 ? MINUS : minor > 0 ? '+' : '') + magnitude(minor),
    /** On one line. */
    withCurrency: (minor: number, currency: string) => `${minus(minor)}${magnitude(minor)}\u00a0${currency}`,
    /** Whole and cents apart, for amounts that set their cents smaller. */
    split(minor: number): { whole: string; cents: string } {
      if (hidden) return { whole: MASK, cents: '' };
      const text = minus(minor) + magnitude(minor);
      return { whole: text.slice(0, -3), cents: text.slice(-3) };
    },
    /** For axes: whole units, or cents when the steps are smaller than one. */
    axis: (minor: number, stepMinor: number) =>
      hidden || stepMinor < MINOR_PER_MAJOR
        ? minus(minor) + magnitude(minor)
        : minus(minor) + whole().format(Math.round(Math.abs(minor) / MINOR_PER_MAJOR)),
    /** What somebody typed as an amount themselves stays, in the form of their language. */
    typed: (text: string) => {
      const minor = parseDecimal(text);
      if (minor === null) return text;
      const form = minor % MINOR_PER_MAJOR === 0 ? whole : decimal;
      return form().format(toDecimalText(minor) as Intl.StringNumericLiteral);
    },
    percent: (share: number) => percent().format(share),
    count: (count: number) => whole().format(count),
    /** Of a file, in whole kB below a megabyte. */
    size: (bytes: number) =>
      bytes < 1e6
        ? `${whole().format(Math.ceil(bytes / 1000))} kB`
        : `${oneDecimal().format(bytes / 1e6)} MB`,

    time: (at: number) => clock().format(at),
    timeWithSeconds: (at: number) => clockSeconds().format(at),
    short: (at: number) => fill(words.short, named(parts, at)),
    shortWithYear: (at: number) => fill(words.shortWithYear, named(parts, at)),
    full: (at: number) => fill(words.full, { ...named(parts, at), time: clock().format(at) }),
    /** `2026-11` → `November 2026`. */
    month: (month: string) => fill(words.month, named(longMonth, middleOf(month))),
    /** Without its year. */
    monthAlone: (month: string) => String(named(longMonth, middleOf(month)).month),
    /** `2026-11` → `Nov 2026`. */
    shortMonth: (month: string) => fill(words.month, named(parts, middleOf(month))),
    monthName: (at: number) => String(named(parts, at).month),
    weekday: (at: number) => String(named(parts, at).weekday),
    year: (at: number) => String(named(parts, at).year),
    dayOf: (at: number) => dayOf(at, timeZone),
    /** Today, Yesterday, or the day, `named` by its weekday or not; the year only when it is another one. */
    day(at: number, now: number, { named: byName = true } = {}): string {
      const day = dayOf(at, timeZone);
      if (day === dayOf(now, timeZone)) return words.today;
      if (day === dayOf(now - DAY, timeZone)) return words.yesterday;
      const [inYear, other] = byName ? [words.day, words.dayWithYear] : [words.short, words.shortWithYear];
      return fill(sameYear(at, now) ? inYear : other, named(parts, at));
    },
  };
}
