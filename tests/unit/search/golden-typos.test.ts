import { expect, it } from 'vitest';
import { history } from '#demo/past-year.ts';
import { CUSTOMERS } from '#demo/world.ts';
import { searchableText } from '#lib/ledger/words.ts';
import { fuzzyMatch } from '#lib/search/fuzzy-match.ts';
import { readText } from '#lib/search/query-text.ts';
import { FIRST_ROWS, goldenTypos, precisionOf, recallOf, scoreTypos } from '#tests/bench/golden-typos.ts';

const [bob] = CUSTOMERS[0]?.accounts ?? [];
if (!bob) throw new Error('no account');
const newestFirst = history(bob, Date.parse('2026-11-24T12:00:00Z'), 'UTC')
  .reverse()
  .map((entry) => ({ words: searchableText(entry).split(' ') }));
const vocabulary = [...new Set(newestFirst.flatMap(({ words }) => words))];

/** The same through Redis: `npx node tests/bench/typos.bench.ts`. */
it('of 2,000 words typed with slips, the first ten rows have the right one at 95 of 100 keystrokes and more', async () => {
  const typos = goldenTypos(vocabulary, 2000);
  const scores = await scoreTypos(typos, async (typed) => {
    const terms = readText(typed);
    const meant = new Set(terms === 'nothing' ? [] : fuzzyMatch(terms, vocabulary).words.flat());
    const rows: typeof newestFirst = [];
    for (const row of newestFirst) {
      if (row.words.some((word) => meant.has(word)) && rows.push(row) === FIRST_ROWS) break;
    }
    return rows;
  });
  expect(typos).toHaveLength(2000);
  expect(scores.slipped.queries).toBeGreaterThan(5000);
  for (const score of Object.values(scores)) {
    expect(recallOf(score)).toBeGreaterThanOrEqual(0.95);
    // As good as it is today: a search that answers with everything would find all words, too.
    expect(precisionOf(score)).toBeGreaterThan(0.8);
  }
}, 60_000);
