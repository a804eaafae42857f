/** The search in Redis and the pure rule of `matchesFilter` are one: found entries, their order, totals. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { DIRECTIONS, directionOf } from '#lib/ledger/direction.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { latestEntries, readEntry } from '#lib/ledger/read-entries.ts';
import { type EntryView, TRANSACTION_TYPES } from '#lib/ledger/schema.ts';
import { searchableText, wordsIn } from '#lib/ledger/words.ts';
import { writeNote } from '#lib/notes/notes.ts';
import type { Filter } from '#lib/search/filter.ts';
import { fuzzyMatch } from '#lib/search/fuzzy-match.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { readText } from '#lib/search/query-text.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, HOUR } from '#lib/time.ts';
import { anyText } from '#tests/unit/search/any-text.ts';
import { freshRef, OPENED_AT, posting, redisAs } from './search-helpers.ts';

const [deploy, web] = await Promise.all([redisAs('deploy'), redisAs('web')]);

/** Texts that mean something to a query language, to Redis, to JSON or to JavaScript. */
const HOSTILE = [
  '***',
  '*',
  'te*',
  '%tesco%',
  '@scope:{*}',
  '@scope:{a} | @words:(te*)',
  'tesco) | (@words:te*',
  '-tesco',
  '~tesco',
  '"tesco coffee"',
  "o'connor",
  '`tesco`',
  'tesco\\',
  '\\\\*',
  '=>{$weight:1}',
  '$tesco',
  '[0 inf]',
  '@amount:[-inf inf]',
  '({[<',
  'a|b|te',
  '\u0000',
  'te\u0000sco',
  'te\u200bsco',
  '\ud800',
  'te\udfffsco',
  '😀',
  '👩‍👩‍👧',
  'İstanbul',
  'ﬁsh',
  '℡',
  'ǅungla',
  'ẞ',
  '١٢',
  '½',
  'constructor',
  '__proto__',
  'inf',
  'nan',
  '1e5',
  'or and not',
  '>100',
  '<0',
  '> 12,5',
  '50-80',
  '80-50',
  '$12.50',
  'x'.repeat(200),
  'x'.repeat(10_000),
  'te '.repeat(12),
  'te '.repeat(13),
];

const NAMES = [
  'Tesco',
  'Café Müller',
  'Crêperie Bretonne',
  "Sainsbury's",
  'H&M',
  'Grace O’Connor',
  'Vet Dr. Łukasz',
  'Søren Kjær',
  'Jürgen Weiß',
  'Smokehouse 21',
  'Motel 6',
  'Παράδεισος',
  'Кафе Пушкин',
  '東京ラーメン',
  '@scope:{*}',
  'a|b {c} *',
  '`back` \\slash "quote"',
  'Inf Nan 1e5 0x12',
  'Or and not',
];

/** What postings accept as a name. */
const anyName = anyText(40)
  .map((text) => text.replace(/\p{C}/gu, '').trim())
  .filter((text) => text.length > 0);
const nameText = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, anyName);

const amounts = fc.oneof(
  fc.integer({ min: -30_000, max: 30_000 }),
  fc.constantFrom(22328, -22328, 1250, -1250, -100_00, 100_00, 99, -1),
);

const entries = fc.array(
  fc.record({
    counterparty: nameText,
    description: fc.oneof(
      fc.constantFrom('Groceries', 'Flat white', 'Order 223 of 12', 'Refund: Coat'),
      anyName,
    ),
    category: fc.constantFrom('groceries', 'coffee', 'home', 'direct_things'),
    type: fc.constantFrom(...TRANSACTION_TYPES),
    amountMinor: amounts.filter((amount) => amount !== 0),
    afterMs: fc.integer({ min: 1, max: 4 * DAY }),
  }),
  { minLength: 60, maxLength: 90 },
);

const day = fc
  .integer({ min: -5, max: 300 })
  .map((days) => new Date(OPENED_AT + days * DAY).toISOString().slice(0, 10));
const decimal = fc.oneof(
  fc.constantFrom('0', '0.99', '12,5', '12.50', '223.28', '100', '999999999999.99'),
  fc.integer({ min: 0, max: 30_000 }).map((minor) => `${Math.floor(minor / 100)}.${minor % 100}`),
);

/** Pieces of what is really there, hostile texts, amounts, and mixtures of them. */
const queries = (found: readonly EntryView[]) => {
  const pieces = fc
    .tuple(fc.constantFrom(...found), fc.boolean(), fc.nat(30), fc.nat(12), fc.boolean())
    .map(([entry, who, from, length, loud]) => {
      const text = who ? entry.counterparty : entry.description;
      const piece = text.slice(from % text.length, (from % text.length) + 1 + length);
      return loud ? piece.toUpperCase() : piece;
    });
  /** A word of an entry with a letter missing, doubled or swapped with the next one, typed in full or in part. */
  const words = [...new Set(found.flatMap((entry) => searchableText(entry).split(' ')))];
  const slips = fc
    .tuple(
      fc.constantFrom(...words.filter((word) => word.length >= 4)),
      fc.nat(7),
      fc.constantFrom('drop', 'double', 'swap'),
      fc.integer({ min: 4, max: 12 }),
    )
    .map(([word, place, slip, length]) => {
      const at = place % word.length;
      const [one = '', two = ''] = word.slice(at, at + 2);
      const instead = { drop: two, double: one + one + two, swap: two + one }[slip];
      return (word.slice(0, at) + instead + word.slice(at + 2)).slice(0, length);
    });
  const money = fc
    .tuple(
      fc.constantFrom(...found),
      fc.constantFrom('', '', '+', '-', '>', '<=', '£'),
      fc.constantFrom('.', ',', '', '-'),
    )
    .map(([{ amountMinor }, sign, point]) => {
      if (point === '-') return `${Math.floor(Math.abs(amountMinor) / 100)}-${Math.abs(amountMinor)}`;
      const units = Math.floor(Math.abs(amountMinor) / 100);
      return point
        ? `${sign}${units}${point}${String(Math.abs(amountMinor) % 100).padStart(2, '0')}`
        : `${units}`;
    });
  const part = fc.oneof(
    { weight: 5, arbitrary: pieces },
    { weight: 4, arbitrary: slips },
    { weight: 3, arbitrary: money },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
    { weight: 2, arbitrary: fc.constantFrom('birth', 'holi', 'holidya', 'work trip', 'reimbrse', 'рас') },
    anyText(12),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const mixed = fc
    .tuple(fc.array(part, { maxLength: 3 }), fc.constantFrom('', ' ', '  '))
    .map(([parts, end]) => parts.join(' ') + end);
  return fc.oneof({ weight: 3, arbitrary: mixed }, slips);
};

/** Mostly one or two conditions: with all of them at once next to nothing would ever match. */
const filters = (found: readonly EntryView[]): fc.Arbitrary<Filter> => {
  const fields: Record<Exclude<keyof Filter, 'texts'>, fc.Arbitrary<string>> = {
    q: queries(found),
    from: day,
    to: day,
    min: decimal,
    max: decimal,
    status: fc.constantFrom('pending', 'booked'),
    direction: fc.constantFrom(...DIRECTIONS),
    type: fc.constantFrom(...TRANSACTION_TYPES),
    category: fc.constantFrom(...found).map((entry) => entry.category),
    tag: fc.constantFrom('holiday', 'Work Trip', 'work'),
    counterparty: fc.oneof(
      fc.constantFrom(...found).map((entry) => entry.counterparty),
      anyText(40),
    ),
  };
  const condition = fc.oneof(
    ...Object.entries(fields).map(([name, values]) => ({
      weight: name === 'q' ? 6 : 1,
      arbitrary: values.map((value): Filter => ({ [name]: value })),
    })),
  );
  return fc
    .array(condition, { minLength: 1, maxLength: 4 })
    .map((some) => Object.assign({}, ...some.slice(0, 1 + (some.length >> 1))));
};

async function load(postings: Omit<Posting, 'id'>[]): Promise<[AccountRef, EntryView[]]> {
  const ref = await freshRef(deploy);
  await postHistory(
    deploy,
    ref,
    postings.map((one, index) => ({ ...one, id: `e${index}` })),
  );
  const first = await latestEntries(web, ref, { limit: 50 });
  const rest = await latestEntries(web, ref, { limit: 50, before: first.next ?? 1 });
  return [ref, [...first.items, ...rest.items]];
}

const world = ([first, ...others]: Sample) => {
  let at = OPENED_AT + HOUR;
  return [first, ...others].flatMap((one) => {
    if (!one) return [];
    const { afterMs, ...rest } = one;
    at += afterMs;
    return [posting({ ...rest, at })];
  });
};
type Sample = typeof entries extends fc.Arbitrary<infer One> ? One : never;

async function allPages(ref: AccountRef, filter: Filter, limit: number): Promise<EntryView[]> {
  const items: EntryView[] = [];
  for (let before: number | undefined; ; ) {
    const page = await searchEntries(web, ref, filter, { before, limit });
    items.push(...page.items);
    if (page.next === null) return items;
    expect(page.items).toHaveLength(limit);
    before = page.next;
  }
}

const [sampled, theirs] = fc.sample(entries, { numRuns: 2, seed: 20261124 });
// Each of the names at least once.
const ours = (sampled ?? []).map((one, at) => ({ ...one, counterparty: NAMES[at] ?? one.counterparty }));
const [ref, all] = await load(world(ours));
// The same words in another customer's account and in a second account of the same customer.
await load(world(ours));
await load(world(theirs ?? []));

/** What was written beside every seventh entry: words of its own, of other entries, digits, and nothing of ASCII. */
const NOTES = ['birthday dinner with Søren', 'tesco 223', 'h & m', 'расходы', 'reimburse 12 coffees'];
const notes = new Map<number, string[]>();
for (const [at, { seq }] of all.entries()) {
  if (at % 7 > 0) continue;
  const [text = '', tag] = [NOTES[(at / 7) % NOTES.length], at % 2 === 0 ? 'holiday' : 'work trip'];
  await writeNote(web, ref, seq, { text, tags: [tag] });
  all[at] = await readEntry(web, ref, seq);
  notes.set(seq, wordsIn(`${text} ${tag}`));
}

const vocabulary = [
  ...new Set([...all.flatMap((entry) => wordsIn(searchableText(entry))), ...[...notes.values()].flat()]),
];

/** What the rule says of the whole account, by reading every entry. */
function byRule(filter: Filter): { wanted: EntryView[]; edits: number[] } {
  const terms = readText(filter.q ?? '');
  const edits = terms === 'nothing' ? [] : fuzzyMatch(terms, vocabulary).edits;
  const wanted = all.filter((entry) => matchesFilter(entry, filter, 'UTC', edits, notes.get(entry.seq)));
  return { wanted, edits };
}

let [matched, guessed] = [0, 0];

it('the search finds what the rule says, newest first, whatever is asked, page by page without a gap or a double', async () => {
  await fc.assert(
    fc.asyncProperty(filters(all), fc.integer({ min: 1, max: 50 }), async (filter, limit) => {
      const { wanted, edits } = byRule(filter);
      const found = await allPages(ref, filter, limit);
      if (found.length > 0 && found.length < all.length) matched += 1;
      if (found.length > 0 && edits.some((count) => count > 0)) guessed += 1;
      expect(found).toEqual(wanted);
    }),
    { numRuns: 1500 },
  );
  // Else the property would say little.
  expect(matched).toBeGreaterThan(500);
  expect(guessed).toBeGreaterThan(50);
}, 300_000);

it('totals of all matches are exact to the cent', async () => {
  await fc.assert(
    fc.asyncProperty(filters(all), async (filter) => {
      const { wanted } = byRule(filter);
      const sum = (some: readonly EntryView[]) =>
        some.reduce((total, { amountMinor }) => total + amountMinor, 0);
      const went = (way: string) => sum(wanted.filter((entry) => directionOf(entry) === way));
      expect(await searchTotals(web, ref, filter)).toEqual({
        count: wanted.length,
        inMinor: went('in'),
        outMinor: 0 - went('out'),
        movedMinor: went('moved'),
        netMinor: sum(wanted),
        pendingCount: 0,
        pendingMinor: 0,
      });
    }),
    { numRuns: 600 },
  );
}, 300_000);

it('no text leaves the account, with or without a match', async () => {
  for (const q of [
    ...HOSTILE,
    ...HOSTILE.map((text) => `te ${text}`),
    ...HOSTILE.map((text) => `${text} te`),
  ]) {
    for (const filter of [{ q }, { counterparty: q }, { q, counterparty: 'Tesco' }]) {
      const { items } = await searchEntries(web, ref, filter, { limit: 50 });
      expect(items.every(({ account }) => account === ref.account)).toBe(true);
      const { wanted } = byRule(filter);
      expect(items, JSON.stringify(filter).slice(0, 80)).toEqual(wanted.slice(0, 50));
    }
  }
});

const found = async (q: string) =>
  (await searchEntries(web, ref, { q }, { limit: 50 })).items.map(({ counterparty }) => counterparty);

it.each([
  ['te', 'Tesco'],
  ['TESC', 'Tesco'],
  ['cafe mull', 'Café Müller'],
  ['crêperie', 'Crêperie Bretonne'],
  ['sainsbury', "Sainsbury's"],
  ['weiss', 'Jürgen Weiß'],
  ['lukasz', 'Vet Dr. Łukasz'],
  ['soren kjaer', 'Søren Kjær'],
  ['H&M ', 'H&M'],
  ['smoke 21', 'Smokehouse 21'],
  ['παραδ', 'Παράδεισος'],
  ['ПУШ', 'Кафе Пушкин'],
  ['東京', '東京ラーメン'],
])('"%s" finds %s', async (q, name) => {
  const names = await found(q);
  expect(names.length).toBeGreaterThan(0);
  expect(names).toContain(name);
});

it.each([
  ['223.28', [22328]],
  ['12,5', [1250]],
  ['12,50', [1250]],
])('the amount %s finds that amount only', async (q, absolutes) => {
  const { items } = await searchEntries(web, ref, { q }, { limit: 50 });
  expect(items.length).toBeGreaterThan(0);
  expect([...new Set(items.map(({ amountMinor }) => Math.abs(amountMinor)))]).toEqual(absolutes);
});
