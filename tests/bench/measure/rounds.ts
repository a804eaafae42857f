/** Rounds that alternate between sites, so that whatever else the machine does meets all of them. */
import { spent } from './cpu.ts';
import { type Job, load, type Result } from './generator.ts';
import type { Site } from './site.ts';

/** One figure of each round. */
export type Series = number[];

/** Of one site in one round: microseconds of CPU an answer (or a view), by process and in all; answers a second. */
export type Round = { cpuUs: Record<string, number>; sumUs: number; perSecond: number } & Pick<
  Result,
  'p50' | 'p99' | 'bytes'
>;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};

export const ratios = (ours: Series, theirs: Series): Series =>
  ours.map((value, round) => value / (theirs[round] ?? Number.NaN));

export type Loaded = { site: Site; job: Job };

export async function oneRound({ site, job }: Loaded): Promise<Round> {
  const { cpu, result } = await spent(site.processes, () => load(job));
  const cpuUs = Object.fromEntries(
    Object.entries(cpu).map(([name, ms]) => [name, (1000 * ms) / result.count]),
  );
  const sumUs = Object.values(cpuUs).reduce((sum, us) => sum + us, 0);
  const { count, tookMs, p50, p99, bytes } = result;
  return { cpuUs, sumUs, perSecond: (1000 * count) / tookMs, p50, p99, bytes: bytes / count };
}

/** Each job `rounds` times in turn, after one that is not counted, unless what it asks for is warm already. */
export async function interleaved(
  loads: readonly Loaded[],
  rounds: number,
  isWarm = false,
): Promise<Round[][]> {
  const seen: Round[][] = loads.map(() => []);
  for (let round = isWarm ? 1 : 0; round <= rounds; round++) {
    for (const [at, loaded] of loads.entries()) {
      const figures = await oneRound(loaded);
      if (round > 0) seen[at]?.push(figures);
    }
  }
  return seen;
}

export const sums = (rounds: readonly Round[] = []): Series => rounds.map(({ sumUs }) => sumUs);
