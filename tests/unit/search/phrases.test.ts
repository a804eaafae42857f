import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { de } from '#app/_words/de.ts';
import { en } from '#app/_words/en.ts';
import { LANGUAGES, type Language } from '#lib/language.ts';
import { type Filter, filterSchema } from '#lib/search/filter.ts';
import { PHRASE_WORDS } from '#lib/search/phrase-words.ts';
import { readPhrases, withoutPhrases, withPhrases } from '#lib/search/phrases.ts';
import { daysAfter, daysOfMonth } from '#lib/time.ts';
import { anyText } from './any-text.ts';

const phrasesOf = (text: string, language: Language, today = '2026-11-27') =>
  readPhrases(text, PHRASE_WORDS[language], today);
const meaningOf = (text: string, language: Language, today?: string): Filter =>
  withPhrases({ q: text }, phrasesOf(text, language, today));
const days = (from: string, to = from) => ({ from, to });

/** A Friday. */
const MEANINGS: [string, Language, Filter][] = [
  ['rent november', 'en', { q: 'rent', ...days('2026-11-01', '2026-11-30') }],
  ['coffee yesterday', 'en', { q: 'coffee', ...days('2026-11-26') }],
  ['over 100 last week', 'en', { min: '100.00', ...days('2026-11-16', '2026-11-22') }],
  ['refunds', 'en', { type: 'refund' }],
  ['Miete November', 'de', { category: 'housing', ...days('2026-11-01', '2026-11-30') }],
  ['Kaffee gestern', 'de', { category: 'coffee', ...days('2026-11-26') }],
  ['über 100 letzte Woche', 'de', { min: '100.00', ...days('2026-11-16', '2026-11-22') }],
  ['Erstattungen', 'de', { type: 'refund' }],
  ['today', 'en', days('2026-11-27')],
  ['vorgestern', 'de', days('2026-11-25')],
  ['friday', 'en', days('2026-11-27')],
  ['last friday', 'en', days('2026-11-20')],
  ['on Monday', 'en', days('2026-11-23')],
  ['am Samstag', 'de', days('2026-11-21')],
  ['letzten Freitag', 'de', days('2026-11-20')],
  ['this week', 'en', days('2026-11-23', '2026-11-29')],
  ['this month', 'en', days('2026-11-01', '2026-11-30')],
  ['last month', 'en', days('2026-10-01', '2026-10-31')],
  ['letzten Monat', 'de', days('2026-10-01', '2026-10-31')],
  ['dieses Jahr', 'de', days('2026-01-01', '2026-12-31')],
  ['last year', 'en', days('2025-01-01', '2025-12-31')],
  ['last 30 days', 'en', days('2026-10-29', '2026-11-27')],
  ['letzte 7 Tage', 'de', days('2026-11-21', '2026-11-27')],
  ['2025', 'en', days('2025-01-01', '2025-12-31')],
  ['march 2026', 'en', days('2026-03-01', '2026-03-31')],
  ['März 2024', 'de', days('2024-03-01', '2024-03-31')],
  ['in december', 'en', days('2025-12-01', '2025-12-31')],
  ['last november', 'en', days('2025-11-01', '2025-11-30')],
  ['3 november', 'en', days('2026-11-03')],
  ['nov 28', 'en', days('2025-11-28')],
  ['3. November 2025', 'de', days('2025-11-03')],
  ['2026-11-03', 'en', days('2026-11-03')],
  ['under $20', 'en', { max: '20.00' }],
  ['more than 1,234.50 usd', 'en', { min: '1234.50' }],
  ['mehr als 1.234,50 €', 'de', { min: '1234.50' }],
  ['höchstens 20', 'de', { max: '20.00' }],
  ['between 50 and 80', 'en', { min: '50.00', max: '80.00' }],
  ['zwischen 50 und 80 Euro', 'de', { min: '50.00', max: '80.00' }],
  ['money in this month', 'en', { direction: 'in', ...days('2026-11-01', '2026-11-30') }],
  ['Ausgaben 2025', 'de', { direction: 'out', ...days('2025-01-01', '2025-12-31') }],
  ['ab 3 November', 'de', { from: '2026-11-03' }],
  ['ab 100 November', 'de', { min: '100.00', ...days('2026-11-01', '2026-11-30') }],
  ['over 3 november', 'en', { q: 'over', ...days('2026-11-03') }],
  ['over $20 november', 'en', { min: '20.00', ...days('2026-11-01', '2026-11-30') }],
  ['bis 5 November', 'de', { to: '2026-11-05' }],
  ['bis zum 5. November', 'de', { to: '2026-11-05' }],
  ['up to 5 november', 'en', { to: '2026-11-05' }],
  ['up to 2000', 'en', { max: '2000.00' }],
  ['until yesterday', 'en', { to: '2026-11-26' }],
  ['from november', 'en', { from: '2026-11-01' }],
  ['from monday', 'en', { from: '2026-11-23' }],
  ['since last month', 'en', { from: '2026-10-01' }],
  ['seit März', 'de', { from: '2026-03-01' }],
  ['between 1 and 5 march', 'en', days('2026-03-01', '2026-03-05')],
  ['between monday and wednesday', 'en', days('2026-11-23', '2026-11-25')],
  ['vom 1. bis 5. November', 'de', days('2026-11-01', '2026-11-05')],
  ['vom 30. Oktober bis zum 5. November', 'de', days('2026-10-30', '2026-11-05')],
  ['in the last 30 days', 'en', days('2026-10-29', '2026-11-27')],
  ['in der letzten Woche', 'de', days('2026-11-16', '2026-11-22')],
  ['in diesem Monat', 'de', days('2026-11-01', '2026-11-30')],
  ['diesem Jahr', 'de', days('2026-01-01', '2026-12-31')],
  ['letztem Monat', 'de', days('2026-10-01', '2026-10-31')],
  ['im vergangenen Jahr', 'de', days('2025-01-01', '2025-12-31')],
  ['last 3 months', 'en', days('2026-08-28', '2026-11-27')],
  ['letzte 2 Wochen', 'de', days('2026-11-14', '2026-11-27')],
  ['over 50 euros', 'en', { min: '50.00' }],
  // No phrases: the other language, a year to come, a day that the calendar does not have, a word alone.
  ['gestern', 'en', { q: 'gestern' }],
  ['2031', 'en', { q: '2031' }],
  ['feb 30', 'en', { q: 'feb 30' }],
  ['over', 'en', { q: 'over' }],
  ['marchetti', 'en', { q: 'marchetti' }],
  ['constructor last __proto__', 'en', { q: 'constructor last __proto__' }],
];

describe('words of the search box that mean something', () => {
  it.each(MEANINGS)('“%s” (%s) is %j', (text, language, filter) => {
    expect(meaningOf(text, language)).toEqual({ q: undefined, ...filter });
  });

  it.each([
    ['last month', '2026-01-31', days('2025-12-01', '2025-12-31')],
    ['last month', '2024-03-31', days('2024-02-01', '2024-02-29')],
    ['yesterday', '2024-03-01', days('2024-02-29')],
    ['last week', '2026-01-04', days('2025-12-22', '2025-12-28')],
    ['monday', '2026-03-02', days('2026-03-02')],
    ['sunday', '2026-03-02', days('2026-03-01')],
    ['last 3 months', '2026-05-31', days('2026-03-01', '2026-05-31')],
    ['march', '2026-03-01', days('2026-03-01', '2026-03-31')],
    ['march', '2026-02-28', days('2025-03-01', '2025-03-31')],
    ['last year', '2026-01-01', days('2025-01-01', '2025-12-31')],
  ])('“%s” on %s is %j', (text, today, filter) => {
    expect(meaningOf(text, 'en', today)).toEqual({ q: undefined, ...filter });
  });

  it('every word of a time, a kind and an amount means a filter that the bank takes, in each language', () => {
    for (const language of LANGUAGES) {
      const { days, weekdays, months, units, many, last, now, since, until, min, max, kinds } =
        PHRASE_WORDS[language];
      const texts = [
        ...[...Object.keys(days), ...weekdays.flat(), ...months.flat(), ...Object.keys(kinds)],
        ...[...last, ...now].flatMap((which) => Object.keys(units).map((unit) => `${which} ${unit}`)),
        ...Object.keys(many).map((unit) => `${last[0]} 2 ${unit}`),
        ...[...since, ...until].map((word) => `${word} ${weekdays[0]?.[0]}`),
        ...[...min, ...max].map((word) => `${word} 12.50`),
      ];
      for (const text of texts) {
        const [phrase, ...others] = phrasesOf(text, language);
        expect([phrase?.text, others], text).toEqual([text, []]);
        expect(filterSchema.safeParse(phrase?.filter).success, text).toBe(true);
      }
    }
  });

  it('German names of types and categories are understood, since the index has the English ones', () => {
    const named = [...Object.values(de.types), ...Object.values(de.categories)];
    for (const name of named) expect(Object.keys(meaningOf(name, 'de')).length, name).toBeGreaterThan(1);
    expect(Object.keys(en.types)).toEqual(Object.keys(de.types));
  });

  it('a time never begins after today, whatever the day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30_000 }).map((day) => daysAfter('1999-01-01', day)),
        fc.constantFrom(...['monday', 'march', 'nov 30', 'last week', 'this month', 'last may', 'feb 29']),
        (today, text) => {
          const { from = '', to = '' } = meaningOf(text, 'en', today);
          expect(from <= today).toBe(true);
          expect(from <= to).toBe(true);
        },
      ),
    );
    expect(daysOfMonth('2026-11')).toEqual(
      meaningOf('november', 'en').from && days('2026-11-01', '2026-11-30'),
    );
  });

  it('a text loses its phrases alone, and one in quotation marks stays text', () => {
    expect(meaningOf('rent "november"', 'en')).toEqual({ q: 'rent "november"' });
    fc.assert(
      fc.property(fc.oneof(anyText(20), fc.constantFrom('rent november', 'over 100 last week')), (text) => {
        const phrases = phrasesOf(text, 'en');
        for (const { at, text: phrase } of phrases) expect(text.slice(at, at + phrase.length)).toBe(phrase);
        const { q = '' } = withoutPhrases({ q: text }, phrases);
        const cut = phrases.reduceRight(
          (rest, { at, text: phrase }) => rest.slice(0, at) + rest.slice(at + phrase.length),
          text,
        );
        expect(q.replace(/\s/g, '')).toBe(cut.replace(/\s/g, ''));
      }),
    );
  });

  it('what a phrase replaces comes back without it', () => {
    const filter = { q: 'rent yesterday', from: '2026-01-01', to: '2026-01-31' };
    const phrase = { at: 5, text: 'yesterday', filter: { from: '2026-02-01', to: '2026-02-01' } };
    expect(withPhrases(filter, [phrase])).toEqual({ q: 'rent', from: '2026-02-01', to: '2026-02-01' });
    expect(withPhrases(filter, [])).toBe(filter);
  });
});
