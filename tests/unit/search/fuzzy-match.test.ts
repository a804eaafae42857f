import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsBetween, editsToBegin } from '#lib/edits.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { forgivenEdits, fuzzyMatch } from '#lib/search/fuzzy-match.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { readText } from '#lib/search/query-text.ts';

/** The distance by its definition, letter by letter from the end: slow, and plainly right. */
function distance(typed: string, word: string): number {
  const [a, b] = [typed.length, word.length];
  if (a === 0 || b === 0) return a + b;
  const [shorter, begun] = [typed.slice(0, -1), word.slice(0, -1)];
  return Math.min(
    distance(shorter, word) + 1,
    distance(typed, begun) + 1,
    distance(shorter, begun) + (typed.at(-1) === word.at(-1) ? 0 : 1),
    typed.at(-1) === word.at(-2) && typed.at(-2) === word.at(-1)
      ? distance(typed.slice(0, -2), word.slice(0, -2)) + 1
      : Number.POSITIVE_INFINITY,
  );
}

const short = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength });

const wordsFor = (q: string, ...vocabulary: string[]) => {
  const terms = readText(q);
  return terms === 'nothing' ? [] : fuzzyMatch(terms, vocabulary).words.flat();
};

describe('a slip', () => {
  it('counts by the least of what it takes to reach any beginning of the word', () => {
    fc.assert(
      fc.property(short(5), short(6), fc.integer({ min: 0, max: 2 }), (typed, word, maxEdits) => {
        const beginnings = Array.from({ length: word.length + 1 }, (_, end) => word.slice(0, end));
        const least = Math.min(...beginnings.map((begun) => distance(typed, begun)));
        expect(editsToBegin(typed, word, maxEdits)).toBe(Math.min(least, maxEdits + 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('counts by the whole of a name where it is a name', () => {
    fc.assert(
      fc.property(short(5), short(6), fc.integer({ min: 0, max: 2 }), (one, other, maxEdits) => {
        expect(editsBetween(one, other, maxEdits)).toBe(Math.min(distance(one, other), maxEdits + 1));
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it.each([
    ['insurnce', 'a letter missing'],
    ['insurrance', 'a letter too many'],
    ['insurence', 'a wrong letter'],
    ['isnurance', 'two letters swapped'],
    ['insuracne', 'two letters swapped near the end'],
    ['nsurance', 'the first letter missing'],
  ])('in "%s" (%s) is forgiven at every keystroke from the fourth letter on', (typed) => {
    for (let length = 4; length <= typed.length; length++) {
      expect(wordsFor(typed.slice(0, length), 'insurance', 'groceries'), typed.slice(0, length)).toEqual([
        'insurance',
      ]);
    }
  });

  it('is forgiven once from four letters, twice from eight, never below or where a digit stands', () => {
    expect(['tes', 'tesc', 'tescoma', 'tescomar', '35mm', '12345678'].map(forgivenEdits)).toEqual([
      0, 1, 1, 2, 0, 0,
    ]);
    expect(wordsFor('tse', 'tesco')).toEqual([]);
    expect(wordsFor('tsec', 'tesco')).toEqual(['tesco']);
    expect(wordsFor('etsoc', 'tesco')).toEqual([]);
    expect(wordsFor('resturnat', 'restaurant')).toEqual(['restaurant']);
    expect(wordsFor('85mm', '35mm')).toEqual([]);
  });

  it('is no reason to guess while a word begins as typed, and one edit goes before two', () => {
    expect(wordsFor('cart', 'carta', 'cart', 'card', 'part')).toEqual(['carta', 'cart']);
    expect(wordsFor('resturant', 'restaurant', 'resturmits')).toEqual(['restaurant']);
  });

  it('in one word leaves the others as they are', () => {
    expect(wordsFor('cofee morning', 'coffee', 'morning', 'mourning')).toEqual(['coffee', 'morning']);
  });
});

describe('the edits of an answer', () => {
  const entry = (counterparty: string): EntryView => ({
    status: 'booked',
    account: 'a_0123456789',
    seq: 1,
    id: 'x',
    description: 'x',
    category: 'x',
    type: 'card',
    counterparty,
    amountMinor: -100,
    balanceAfterMinor: 0,
    availableAfterMinor: 0,
    at: 0,
  });
  const rule = (q: string, vocabulary: string[]) => {
    const terms = readText(q);
    const edits = terms === 'nothing' ? [] : fuzzyMatch(terms, vocabulary).edits;
    return (counterparty: string) => matchesFilter(entry(counterparty), { q }, 'UTC', edits);
  };

  it('say of a live row what a new search would, with words the account never had', () => {
    // Found as typed: what is merely close stays out.
    expect(rule('cart', ['cart'])('Carta')).toBe(true);
    expect(rule('cart', ['cart'])('Card')).toBe(false);
    // A guess: what was guessed, and what is better than the guess.
    expect(rule('insurnce', ['insurance'])('Insurance')).toBe(true);
    expect(rule('insurnce', ['insurance'])('Insurnce')).toBe(true);
    expect(rule('insurnce', ['insurance'])('Insulance')).toBe(false);
    // Nothing was near: the first that is.
    expect(rule('insurnce', [])('Insurance')).toBe(true);
    expect(rule('insurnce', [])('Groceries')).toBe(false);
  });

  it('of an earlier page hold, whatever was posted meanwhile, and ask for no more than is forgiven', () => {
    const terms = readText('insurnce');
    if (terms === 'nothing') throw new Error('not read');
    expect(fuzzyMatch(terms, ['insurance', 'insurnce'], [1])).toEqual({
      edits: [1],
      words: [['insurnce', 'insurance']],
    });
    expect(fuzzyMatch([{ kind: 'prefix', prefix: 'tse' }], ['tesco'], [2])).toEqual({
      edits: [0],
      words: [[]],
    });
  });
});
