/** The newest ten, and searches of 20 rows, of an account of each size, over HTTP, with one and with eight callers. */
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { administrator, signInDirectly } from './measure/customers.ts';
import type { Ask } from './measure/generator.ts';
import type { Line } from './measure/report.ts';
import { FLAT, us } from './measure/report.ts';
import { median, oneRound, type Round, ratios, type Series, sums } from './measure/rounds.ts';
import { stage } from './measure/stage.ts';
import { freshRef, loadAccount } from './million.ts';

const ROUND_MS = 2000;
const ROWS = 20;
const CALLERS = [1, 8];
const MOST_P99_MS: Record<number, number> = { 1: 10, 8: 30 };
const SIZES = [1_000, 100_000];
/** Half of the 2.1 ms that a search cost the web process before. */
const MOST_SEARCH_US = 1050;

const WORDS = new Set(
  ALL_COUNTERPARTIES.flatMap(({ name, descriptions }) => [name, ...descriptions])
    .flatMap((text) => text.toLowerCase().split(/[^a-z]+/))
    .filter((word) => word.length > 3)
    .flatMap((word) => [word.slice(0, 3), word]),
);
const SEARCHES = 60;

/** Searches that fill a page already in the smallest account: a shorter answer costs less, whatever the search does. */
export async function fullSearches(host: string, headers: Record<string, string>, account: string) {
  const full: string[] = [];
  for (const word of WORDS) {
    const query = `q=${word}&limit=${ROWS}`;
    const answer = await fetch(`http://${host}/api/accounts/${account}/transactions?${query}`, { headers });
    if (answer.status !== 200) throw new Error(`a search answered ${answer.status}`);
    if ((await answer.json()).next !== null) full.push(query);
    if (full.length === SEARCHES) break;
  }
  if (full.length === 0) throw new Error('no search fills a page');
  return full;
}

export async function search(rounds: number, sizes: readonly number[] = SIZES): Promise<Line[]> {
  const bank = await stage.bank();
  const redis = await administrator(bank);
  const lines: Line[] = [];
  /** CPU of all processes with eight callers, of each size in turn. */
  const growth = new Map<string, Series[]>();
  let asked: string[] = [];
  for (const size of sizes) {
    const ref = freshRef();
    await loadAccount(redis, ref, size, () => {});
    const { bearer } = await signInDirectly(redis, ref);
    const headers = { host: bank.host, authorization: bearer };
    if (asked.length === 0) asked = await fullSearches(bank.host, { authorization: bearer }, ref.account);
    const searches = asked.map((query) => ({
      path: `/api/accounts/${ref.account}/transactions?${query}`,
      headers,
      expects: { marker: '"items":[{' },
    }));
    const newest = [{ path: '/transaction/transactions', headers, expects: { marker: '"balanceAfter"' } }];
    const kinds: [string, Ask[]][] = [
      ['the newest ten', newest],
      [`a search of ${ROWS} rows`, searches],
    ];
    for (const [name, asks] of kinds) {
      for (const width of CALLERS) {
        const job = { kind: 'closed' as const, port: bank.port, width, ms: ROUND_MS, asks };
        const seen: Round[] = [];
        for (let round = 0; round <= rounds; round++) {
          const figures = await oneRound({ site: bank, job });
          if (round > 0) seen.push(figures);
        }
        if (width === Math.max(...CALLERS)) growth.set(name, [...(growth.get(name) ?? []), sums(seen)]);
        const most = MOST_P99_MS[width] ?? 0;
        const web = seen.map(({ cpuUs }) => cpuUs.web ?? 0);
        const work = `${name} of ${size.toLocaleString('en')} entries, ${width} ${width === 1 ? 'caller' : 'callers'}`;
        lines.push({
          work: `${work}, p99`,
          ours: `p50 ${median(seen.map(({ p50 }) => p50)).toFixed(1)} ms; web ${us(web)}, Redis ${us(seen.map(({ cpuUs }) => cpuUs.redis ?? 0))}`,
          measured: seen.map(({ p99 }) => p99),
          unit: 'ms',
          goal: { most, text: `≤ ${most} ms` },
        });
        if (asks === searches && width === 8) {
          lines.push({
            work: `${work}, web process`,
            ours: us(web),
            measured: web,
            unit: 'µs',
            goal: { most: MOST_SEARCH_US, text: '≤ 1,050 µs (half of 2.1 ms)' },
          });
        }
      }
    }
  }
  await redis.close();
  const [least, greatest] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  for (const [name, [small = [], ...rest]] of growth) {
    const large = rest.at(-1) ?? small;
    lines.push({
      work: `${name}, ${greatest.toLocaleString('en')} entries against ${least.toLocaleString('en')}, CPU`,
      ours: us(large),
      theirs: us(small),
      measured: ratios(large, small),
      unit: '×',
      goal: FLAT,
    });
  }
  return lines;
}
