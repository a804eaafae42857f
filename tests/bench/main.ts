/**
 * `npm run bench [-- part …]`: ours beside the tutorial's stack, in alternating rounds on the same Redis build, with CPU
 * from the kernel's accounting of every process that serves. Writes the tables into docs/measured.md and ends with one
 * line a goal. For an idle machine; `ROUNDS=2` is a short look.
 */
import { api } from './api.ts';
import { browser } from './browser.ts';
import { durability } from './durability.ts';
import { goals, type Line, write } from './measure/report.ts';
import { stage } from './measure/stage.ts';
import { pages } from './pages.ts';
import { search } from './search-served.ts';
import { streams } from './streams.ts';
import { vitals } from './vitals-lines.ts';

type Part = { title: string; run: (rounds: number) => Promise<Line[]>; named?: true };
const PARTS: Record<string, Part> = {
  pages: { title: 'Documents and whole page views under load.', run: pages },
  browser: { title: 'A page view in a real browser, warm, one at a time.', run: browser },
  api: { title: "The tutorial's own addresses.", run: api },
  search: { title: 'Lists and searches of accounts of every size, as they are served.', run: search },
  streams: { title: "A customer's tick, each with a stream and an account of their own.", run: streams },
  durability: {
    title: 'The price of `appendfsync always`, with 20 postings a second under way.',
    run: durability,
    named: true,
  },
  million: {
    title: 'The same lists and searches at ten thousand and at a million entries.',
    run: (rounds) => search(rounds, [10_000, 1_000_000]),
    named: true,
  },
  vitals: { title: "Web vitals on Lighthouse's phone.", run: vitals, named: true },
};
const ROUNDS = Number(process.env.ROUNDS ?? 5);

const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in PARTS));
if (unknown) throw new Error(`There is no part ${unknown}: ${Object.keys(PARTS).join(', ')}`);
const chosen = Object.entries(PARTS).filter(([name, { named: alone }]) =>
  named.length > 0 ? named.includes(name) : !alone,
);

const verdicts: string[] = [];
try {
  for (const [name, { title, run }] of chosen) {
    const began = performance.now();
    const lines = await run(ROUNDS);
    write(name, title, lines);
    console.log(`\n${name}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    for (const { work, ours, theirs = '' } of lines)
      console.log(`  ${work}: ${ours}${theirs && ` | ${theirs}`}`);
    verdicts.push(...goals(lines));
  }
} finally {
  await stage.stop();
}
console.log(`\n${verdicts.join('\n')}`);
process.exit(0);
