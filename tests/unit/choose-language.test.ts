import { expect, test } from 'vitest';
import { chooseLanguage } from '#lib/choose-language.ts';
import { LANGUAGES } from '#lib/language.ts';

const CASES: [header: string | null, language: string][] = [
  [null, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['DE-at', 'de'],
  ['de-CH-1996,en', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['en;q=0.3, de;q=0.7', 'de'],
  ['de;q=0.7, en;q=0.7', 'de'],
  ['fr-FR, fr;q=0.9, de;q=0.2', 'de'],
  ['fr, it;q=0.9', 'en'],
  // A longer tag is not a shorter one's beginning of letters.
  ['den, deu', 'en'],
  // Not acceptable is said by a quality of nought; the star is for what nobody named.
  ['de;q=0', 'en'],
  ['en;q=0', 'de'],
  ['en;q=0, *', 'de'],
  ['*', 'en'],
  ['fr, *;q=0.5, de;q=0.1', 'en'],
  // A lone letter goes with what follows it (RFC 4647 section 3.4).
  ['de-x-bank', 'de'],
  // What is malformed counts as not said.
  ['de;q=2, en', 'en'],
  ['de;quality=1', 'en'],
  ['x'.repeat(10_000), 'en'],
  [`${'fr,'.repeat(5000)}de`, 'en'],
  ['__proto__, de;q=0.1', 'de'],
];

test.each(CASES)('Accept-Language %j is answered in %s', (header, language) => {
  expect(chooseLanguage(header, LANGUAGES)).toBe(language);
});
