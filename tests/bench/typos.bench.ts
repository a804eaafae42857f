/**
 * How well slips are forgiven: `npx node tests/bench/typos.bench.ts [typos]`, on a Redis of its own.
 *
 * A golden set (2,000 unless told otherwise) of slips in the words of a demo customer's year, each typed letter by
 * letter; every keystroke from the fourth letter on is a search through Redis, of which the first ten rows count.
 * Prints recall@10 (promise: 0.95 and more), how many of the rows shown have the word (precision), and what a keystroke
 * took on this machine, for each customer with a current account.
 */
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { isAccountId } from '#lib/ids.ts';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { FIRST_ROWS, goldenTypos, precisionOf, recallOf, type Score, scoreTypos } from './golden-typos.ts';

const TYPOS = Number(process.argv[2] ?? 2000);
const PROMISED_RECALL = 0.95;

const server = await throwAwayRedis();
Object.assign(process.env, {
  SESSION_SECRETS: '1:bench-secret-bench-secret-bench-secret-0',
  REDIS_URL: server.urls.deploy,
  REDIS_WEB_URL: server.urls.web,
});
await capture(process.execPath, ['ops/deploy.ts'], { env: process.env });

const { newUserTag } = await import('#lib/identity/users.ts');
const { connectRedis } = await import('#lib/redis/client.ts');
const { openAccount } = await import('#lib/ledger/accounts.ts');
const { postHistory } = await import('#lib/ledger/post.ts');
const { searchEntries } = await import('#lib/search/search.ts');
const { searchableText } = await import('#lib/ledger/words.ts');
const { history, openingOf } = await import('#demo/past-year.ts');
const { CUSTOMERS } = await import('#demo/world.ts');

const connect = (part: 'deploy' | 'web') =>
  connectRedis(server.urls[part], { name: `bench-${part}`, deadlineMs: 10_000 });
const [deploy, web] = await Promise.all([connect('deploy'), connect('web')]);

const endAt = Date.now();
let broken = false;
const line = (name: string, score: Score) => {
  if (recallOf(score) < PROMISED_RECALL) broken = true;
  const [recall, precision] = [recallOf(score).toFixed(3), precisionOf(score).toFixed(3)];
  console.log(`  ${name.padEnd(38)} ${String(score.queries).padStart(7)} ${recall} ${precision}`);
};

console.log(
  `${TYPOS} typos a customer; load ${os.loadavg()[0]?.toFixed(1)} on ${os.cpus().length} processors`,
);
for (const { username, accounts } of CUSTOMERS) {
  const [demo] = accounts;
  const account = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!demo || !isAccountId(account)) continue;
  const ref = { user: newUserTag(), account };
  const { name, number, openingBalanceMinor } = demo;
  const opening = { name, number, openingBalanceMinor, currency: 'USD', ticking: false };
  await openAccount(deploy, ref, { ...opening, openingAt: openingOf(endAt) });
  const postings = history(demo, endAt, 'UTC');
  await postHistory(deploy, ref, postings);
  const vocabulary = [...new Set(postings.flatMap((posting) => searchableText(posting).split(' ')))];

  const tookMs: number[] = [];
  const scores = await scoreTypos(goldenTypos(vocabulary, TYPOS), async (q) => {
    const began = performance.now();
    const { items } = await searchEntries(web, ref, { q }, { limit: FIRST_ROWS });
    tookMs.push(performance.now() - began);
    return items.map((entry) => ({ words: searchableText(entry).split(' ') }));
  });
  const sorted = Float64Array.from(tookMs).sort();
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  console.log(`${username}: ${postings.length} entries, ${vocabulary.length} words`);
  console.log(`  ${''.padEnd(38)} queries recall@10 precision`);
  line('every keystroke from the fourth letter', scores.all);
  line('of these, after the slip', scores.slipped);
  line('the whole text', scores.finished);
  console.log(`  a keystroke, there and back: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}
await Promise.all([deploy.close(), web.close()]);
await server.stop();
if (broken) {
  console.error(`recall is below ${PROMISED_RECALL}`);
  process.exitCode = 1;
}
