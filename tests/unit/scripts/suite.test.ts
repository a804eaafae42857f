import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { partsOf } from '#scripts/lib/reports.mjs';
import { readUnsteady, runSuite } from '#scripts/lib/suite.mjs';
import { temporaryFolder } from './fake-programs.ts';

/** A runner that reports one count the first time and another one, or none, when it is told to repeat. */
async function runner(first: object, again: object | null, unsteady: string[]) {
  const folder = temporaryFolder();
  const report = `${folder}/report.json`;
  const log = `${folder}/suite.log`;
  const program = `
    const words = process.argv.slice(1);
    console.log('told', words.join(' '));
    const count = words.includes('--again') ? ${JSON.stringify(again)} : ${JSON.stringify(first)};
    if (!count) process.exit(1);
    require('node:fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(count));
    process.exit(count.failed > 0 ? 1 : 0);`;
  const suite = {
    name: 'a suite',
    args: ['-e', program, '--'],
    env: process.env,
    report,
    log,
    repeat: ({ file, pattern }: { file: string; pattern: string }) => ['--again', file, pattern],
    // biome-ignore lint/suspicious/noExplicitAny: what the fake runner wrote
    count: (counted: any) => counted,
  };
  const listed = unsteady.map((name) => ({ test: name, cause: 'a slow disk', since: '2026-01-01' }));
  const lines: string[] = [];
  const options = { unsteady: listed, tell: (line: string) => void lines.push(line) };
  const outcome = await runSuite(process.execPath, suite, ['a-filter'], options);
  return { outcome, lines, log: readFileSync(log, 'utf8') };
}

const counted = (passed: number, faults: string[], skipped = 0) => ({
  passed,
  failed: faults.length,
  skipped,
  faults,
  times: [{ name: 'a › x', ms: 5 }],
});

describe('a test that failed', () => {
  test('runs once and counts as failed', async () => {
    const { outcome, lines } = await runner(counted(5, ['a › x', 'b › y']), counted(1, []), []);
    expect(outcome).toEqual({
      passed: 5,
      failed: 2,
      faults: ['a › x', 'b › y'],
      unsteady: [],
      times: [{ name: 'a › x', ms: 5 }],
    });
    expect(lines).toEqual(['told a-filter']);
  });

  test('a failed test that is listed as unsteady runs once more alone; when it passes it counts as passed and is named', async () => {
    const { outcome, lines, log } = await runner(counted(5, ['a › x', 'b › y']), counted(1, [], 7), [
      'a › x',
      'c › z',
    ]);
    expect(outcome).toMatchObject({ passed: 6, failed: 1, faults: ['b › y'], unsteady: ['a › x'] });
    expect(lines[1]).toContain('a › x');
    expect(log).toBe('told a-filter\ntold --again a x\n');
  });

  test('a listed test that fails again counts as failed', async () => {
    const { outcome } = await runner(counted(5, ['a › x']), counted(0, ['a › x']), ['a › x']);
    expect(outcome).toMatchObject({ passed: 5, failed: 1, faults: ['a › x'], unsteady: [] });
  });

  test('a listed test whose repetition breaks off or finds no test counts as failed', async () => {
    for (const again of [null, counted(0, [], 9)]) {
      const { outcome } = await runner(counted(5, ['a › x']), again, ['a › x']);
      expect(outcome).toMatchObject({ passed: 5, failed: 1, faults: ['a › x'] });
    }
  });
});

test('a runner that wrote no report has failed, and says so', async () => {
  const program = { name: 'a suite', args: ['-e', ''], env: process.env, repeat: () => [] };
  const folder = temporaryFolder();
  const files = { report: `${folder}/none.json`, log: `${folder}/suite.log` };
  const lines: string[] = [];
  const tell = (line: string) => void lines.push(line);
  // biome-ignore lint/suspicious/noExplicitAny: nothing is written that could be counted
  const suite = { ...program, ...files, count: (count: any) => count };
  const outcome = await runSuite(process.execPath, suite, [], { unsteady: [], tell });
  expect(outcome).toMatchObject({ passed: 0, failed: 1 });
  expect(lines).toEqual(['no report was written']);
});

test('each test listed as unsteady is in a file that exists, with its cause and its date', () => {
  for (const { test: name, cause, since } of readUnsteady()) {
    expect(existsSync(partsOf(name).file), name).toBe(true);
    expect(cause.length, name).toBeGreaterThan(20);
    expect(since, name).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});
