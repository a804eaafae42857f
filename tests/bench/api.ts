/**
 * The tutorial's addresses over 50 connections, and at a fixed rate of arrivals: how long an answer takes, and what it
 * costs when requests come one by one. Fifty at once are read and written together, which costs a fraction of that; on a
 * busy machine more of them meet, so the two figures are read side by side.
 */
import type { Job } from './measure/generator.ts';
import type { Line } from './measure/report.ts';
import { us } from './measure/report.ts';
import { interleaved, median, type Round, ratios, sums } from './measure/rounds.ts';
import { ask, type SignedIn } from './measure/signed-in.ts';
import { stage } from './measure/stage.ts';

const CONNECTIONS = 50;
const ROUND_MS = 2500;
const PER_SECOND = 200;
const RATE_MS = 4000;
const RATE_ROUNDS = 2;

const WORK = [
  { path: '/transaction/balance', marker: '"y":', most: 1 / 3, text: '≤ 1/3' },
  { path: '/transaction/biggestspenders', marker: '"labels"', most: 0.4, text: '≤ 0.4' },
  { path: '/transaction/transactions', marker: '"balanceAfter"' },
  { path: '/transaction/search?term=books', marker: '[' },
];

const shares = (rounds: Round[] = []) => {
  const [first] = rounds;
  const parts = Object.keys(first?.cpuUs ?? {})
    .filter((name) => name !== 'worker')
    .map((name) => `${name} ${Math.round(median(rounds.map(({ cpuUs }) => cpuUs[name] ?? 0)))}`);
  return `${us(sums(rounds))} (${parts.join(', ')}); ${Math.round(median(rounds.map(({ perSecond }) => perSecond)))}/s`;
};

/** A point of the balance is there ten seconds after the start at the latest. */
async function untilTicked({ site, headers }: SignedIn): Promise<void> {
  for (let left = 200; left > 0; left--) {
    const text = await fetch(`http://${site.host}/transaction/balance`, { headers }).then((answer) =>
      answer.text(),
    );
    if (text.includes('"y":')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${site.name}: no balance`);
}

export async function api(rounds: number): Promise<Line[]> {
  const before = await stage.before();
  const sites = [await stage.bank(), await stage.peer(), ...(before ? [before] : [])];
  const members = await Promise.all(sites.map((site) => stage.member(site)));
  await Promise.all(members.map(untilTicked));
  const lines: Line[] = [];
  for (const { path, marker, most, text } of WORK) {
    const jobs = (kind: Pick<Job, 'kind' | 'ms' | 'width'> & { perSecond: number }) =>
      members.map((member) => {
        const job = { ...kind, port: member.site.port, asks: [ask(member, path, marker)] } as Job;
        return { site: member.site, job };
      });
    const width = CONNECTIONS;
    const closed = jobs({ kind: 'closed', ms: ROUND_MS, width, perSecond: 0 });
    const [ours = [], theirs = [], old] = await interleaved(closed, rounds);
    const work = `\`${path}\`, ${CONNECTIONS} connections`;
    const goal = most ? { goal: { most, text: `${text} of its CPU` } } : {};
    const measured = ratios(sums(ours), sums(theirs));
    lines.push({ work, ours: shares(ours), theirs: shares(theirs), measured, unit: '×', ...goal });
    if (old) {
      const [now, then] = [sums(ours), sums(old)];
      lines.push({
        work: `${work}, against before`,
        ours: us(now),
        theirs: us(then),
        measured: ratios(now, then),
      });
    }
    const open = jobs({ kind: 'open', ms: RATE_MS, width, perSecond: PER_SECOND });
    const [rate = [], theirRate = []] = await interleaved(
      open.slice(0, 2),
      Math.min(rounds, RATE_ROUNDS),
      true,
    );
    const times = (seen: Round[]) =>
      `${median(seen.map(({ p50 }) => p50)).toFixed(1)} / ${median(seen.map(({ p99 }) => p99)).toFixed(1)} ms`;
    lines.push({
      work: `\`${path}\`, ${PER_SECOND} a second, p50 / p99`,
      ours: times(rate),
      theirs: times(theirRate),
      measured: rate.map(({ p99 }) => p99),
      unit: 'ms',
      ...(path === '/transaction/transactions' ? { goal: { most: 10, text: 'p99 ≤ 10 ms' } } : {}),
    });
    lines.push({
      work: 'the same, CPU',
      ours: us(sums(rate)),
      theirs: us(sums(theirRate)),
      measured: ratios(sums(rate), sums(theirRate)),
      unit: '×',
    });
  }
  return lines;
}
