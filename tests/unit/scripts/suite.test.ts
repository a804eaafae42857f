import { describe, expect, test } from 'vitest';
import { runSuite } from '#scripts/lib/suite.mjs';
import { temporaryFolder } from './fakes.ts';

/** A runner that reports one count the first time and another one, or none, when it is told to repeat. */
function runner(first: object, again: object | null) {
  const folder = temporaryFolder();
  const report = `${folder}/report.json`;
  const program = `
    const count = process.argv.includes('--again') ? ${JSON.stringify(again)} : ${JSON.stringify(first)};
    if (!count) process.exit(1);
    require('node:fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(count));
    process.exit(count.failed > 0 ? 1 : 0);`;
  const suite = { name: 'a suite', args: ['-e', program, '--'], env: process.env, report };
  return runSuite(process.execPath, { ...suite, again: () => ['--again'], count: (counted) => counted }, []);
}

const failing = (passed: number, faults: string[]) => ({ passed, failed: faults.length, skipped: 0, faults });

describe('a test that failed', () => {
  test('and passes alone counts as passed, and is named as unsteady', async () => {
    expect(await runner(failing(5, ['a › x', 'b › y']), failing(2, []))).toEqual({
      passed: 7,
      failed: 0,
      faults: [],
      unsteady: ['a › x', 'b › y'],
    });
  });

  test('and fails alone counts as failed', async () => {
    expect(await runner(failing(5, ['a › x', 'b › y']), failing(1, ['b › y']))).toEqual({
      passed: 6,
      failed: 1,
      faults: ['b › y'],
      unsteady: ['a › x'],
    });
  });

  test('beside many others is not repeated', async () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(await runner(failing(5, many), failing(6, []))).toMatchObject({ failed: 6, faults: many });
  });

  test('whose repetition breaks off counts as failed', async () => {
    expect(await runner(failing(5, ['a › x']), null)).toMatchObject({ failed: 1 });
  });
});
