/** The web vitals as lines of the report: measured by vitals.bench.ts, in a process and on a bank of its own. */
import { inRoot } from '#scripts/lib/paths.mjs';
import { capture, lastLines } from '#scripts/lib/process.mjs';
import type { Line } from './measure/report.ts';

const RUNS = 3;
/** In the order in which the bench prints them, with the goals. */
const FIGURES: { name: string; goal: NonNullable<Line['goal']> }[] = [
  { name: 'LCP, ms', goal: { most: 1800, text: '≤ 1,800' } },
  { name: 'TBT, ms', goal: { most: 150, text: '≤ 150' } },
  { name: 'INP, ms', goal: { most: 150, text: '≤ 150' } },
  { name: 'CLS', goal: { most: 0.02, text: '≤ 0.02' } },
  { name: 'performance', goal: { least: 95, text: '≥ 95' } },
];

export async function vitals(rounds: number): Promise<Line[]> {
  const lines: Line[] = [];
  let machine = '';
  const { output } = await capture(
    process.execPath,
    ['tests/bench/vitals.bench.ts', String(Math.min(RUNS, rounds))],
    {
      cwd: inRoot(),
      env: process.env,
      onLine: (line) => {
        console.log(line);
        machine = /^machine: (.+)/.exec(line)?.[1] ?? machine;
        const [, page, rest = ''] = /^(\/\S*) median\s+(.+)/.exec(line) ?? [];
        if (!page) return;
        const values = [...rest.matchAll(/([\d.]+) (?:ok|MISSED)/g)].map(([, value]) => Number(value));
        for (const [at, { name, goal }] of FIGURES.entries()) {
          lines.push({ work: `\`${page}\`, ${name}`, ours: '', measured: [values[at] ?? Number.NaN], goal });
        }
      },
    },
  );
  // It ends with status 1 when a goal is missed, which is for the lines to say.
  if (lines.length === 0) throw new Error(lastLines(output));
  return lines.map((line) => ({ ...line, ours: machine }));
}
