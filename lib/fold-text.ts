/**
 * How text becomes searchable words, the same when it is stored and when a query is typed. Browser-safe.
 * What is left is letters, digits and single spaces: nothing that a query language could read as syntax.
 */

/** Letters that people type in plain Latin and that NFKD does not take apart. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
};
const PLAIN_LETTER = /[ßæœøđðþłıς]/g;

/** RediSearch keeps 16 bits of a character for prefixes: letters beyond them (rare Chinese ones) are spelled out. */
const ASTRAL = /[\u{10000}-\u{10ffff}]/gu;

/**
 * Lower case, accents stripped, punctuation to spaces: `"Café-Bar  №7"` → `"cafe bar no7"`. Folding folded text
 * changes nothing. Lower-casing stands between two decompositions because each can give the other new work
 * (`℡` → `TEL`, `İ` → `i` and a dot).
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(PLAIN_LETTER, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(ASTRAL, (letter) => `u${letter.codePointAt(0)?.toString(16)}`)
    .trim();
}
