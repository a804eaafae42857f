/** What was measured, as a table for docs/measured.md between a part's markers, and one line a goal. */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { inRoot } from '#scripts/lib/paths.mjs';
import { median, type Series } from './rounds.ts';

export type Line = {
  work: string;
  ours: string;
  theirs?: string;
  /** What the goal is about, one figure a round. */
  measured?: Series;
  /** How `measured` is shown. */
  unit?: '×' | 'ms' | 'µs' | 'kB';
  goal?: { text: string } & ({ most: number } | { least: number });
};

/** What must not grow with the number of customers or entries, give or take the spread. */
export const FLAT = { most: 1.25, text: 'flat (≤ 1.25)' };

const PAGE = inRoot('docs/measured.md');

const shown = (value: number, unit = '×') =>
  `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}${unit === '×' ? '' : ` ${unit}`}`;

export const us = (values: Series): string => `${Math.round(median(values)).toLocaleString('en')} µs`;

function isMet({ measured = [], goal }: Line): boolean {
  if (!goal) return true;
  const value = median(measured);
  return 'most' in goal ? value <= goal.most : value >= goal.least;
}

function figure({ measured, unit }: Line): string {
  if (!measured || measured.length === 0) return '';
  const [least, most] = [Math.min(...measured), Math.max(...measured)];
  const middle = shown(median(measured), unit);
  return measured.length === 1 ? middle : `${middle} (${shown(least)}–${shown(most)})`;
}

const verdict = (line: Line) => (line.goal ? (isMet(line) ? 'met' : 'missed') : '');

function table(lines: readonly Line[]): string {
  const rows = lines.map((line) =>
    [line.work, line.ours, line.theirs ?? '', figure(line), line.goal?.text ?? '', verdict(line)].join(' | '),
  );
  return [
    '| work | ours | beside it | measured (lowest–highest round) | goal | |',
    '|---|---|---|--:|--:|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

/** Replaces what stands between the markers of the part. */
export const write = (part: string, title: string, lines: readonly Line[]): void =>
  writeBlock(`bench:${part}`, `${title} \`npm run bench -- ${part}\``, table(lines));

const markersOf = (name: string) => [`<!-- ${name} -->`, `<!-- /${name} -->`] as const;

/** What stands between the markers, empty when they are not there. */
export function readBlock(name: string): string {
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = markersOf(name).map((marker) => page.indexOf(marker));
  return page.slice(Math.max(0, from ?? 0), Math.max(0, to ?? 0));
}

/** Replaces what stands between the markers: the title with the date and the machine, and the table. */
export function writeBlock(name: string, title: string, rows: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = markersOf(name);
  const when = new Date().toISOString().slice(0, 10);
  const text = `${title}, ${when}, ${os.availableParallelism()} processors, Node ${process.versions.node}.`;
  const block = `${begin}\n${text}\n\n${rows}\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  const next =
    from === -1
      ? `${page.trimEnd()}\n\n${block}\n`
      : page.slice(0, from) + block + page.slice(to + end.length);
  writeFileSync(PAGE, next);
}

export const goals = (lines: readonly Line[]): string[] =>
  lines
    .filter(({ goal }) => goal)
    .map((line) => `${verdict(line).padEnd(6)} ${line.work}: ${figure(line)}, goal ${line.goal?.text}`);
