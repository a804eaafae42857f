/** What the faults showed, as a table for docs/measured.md. */
import { readBlock, writeBlock } from '#tests/bench/measure/report.ts';
import type { Found } from './checks.ts';
import { FAULTS, type Fault } from './list.ts';

export type Round = Found & { recoveredMs: number; gapMs: number; failures: ReadonlyMap<string, number> };
export type Row = { name: string; cells: string[] };

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const sum = (rounds: readonly Round[], of: (round: Round) => number) =>
  rounds.reduce((total, round) => total + of(round), 0);

/** Of the rounds that passed; fewer than `wanted` were so when the next one failed. */
export function rowOf({ name, how, mayLose }: Fault, rounds: readonly Round[], wanted: number): Row {
  const failures = new Map<string, number>();
  for (const round of rounds) {
    for (const [answer, count] of round.failures) failures.set(answer, (failures.get(answer) ?? 0) + count);
  }
  const saw = [...failures].toSorted((a, b) => b[1] - a[1]).map(([answer, count]) => `${count} × ${answer}`);
  const lost = sum(rounds, (round) => round.lost).toLocaleString('en');
  return {
    name,
    cells: [
      `\`${name}\`: ${how}`,
      rounds.length < wanted ? `**${rounds.length}, then failed**` : String(wanted),
      sum(rounds, ({ acknowledged }) => acknowledged).toLocaleString('en'),
      mayLose ? `${lost}, as meant` : lost,
      seconds(Math.max(0, ...rounds.map(({ recoveredMs }) => recoveredMs))),
      seconds(Math.max(0, ...rounds.map(({ gapMs }) => gapMs))),
      saw.join(', ') || 'nothing',
    ],
  };
}

const HEAD = [
  '| fault | rounds | postings acknowledged | lost | slowest recovery | longest time without a page | what else customers saw |',
  '|---|--:|--:|--:|--:|--:|---|',
];

/** Replaces the rows of the faults that were run, and leaves the others. */
export function writeTable(rows: readonly Row[]): void {
  const known = new Map(
    [...readBlock('faults').matchAll(/^\| `([\w-]+)`: .*$/gm)].map(([row, name = '']) => [name, row]),
  );
  for (const { name, cells } of rows) known.set(name, `| ${cells.join(' | ')} |`);
  const ordered = FAULTS.flatMap(({ name }) => known.get(name) ?? []);
  writeBlock('faults', 'Faults under load. `npm run faults`', [...HEAD, ...ordered].join('\n'));
}
