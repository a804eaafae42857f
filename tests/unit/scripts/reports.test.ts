import { describe, expect, test } from 'vitest';
import { countPlaywright, countVitest, readCount, verdict } from '#scripts/lib/reports.mjs';
import { file, temporaryFolder } from './fakes.ts';

const vitestReport = (more = {}) => ({
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ],
  ...more,
});

describe('what the runners report', () => {
  test('passed, failed, skipped and planned tests of vitest', () => {
    expect(countVitest(vitestReport())).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test('a file that could not be loaded counts as one that failed', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(countVitest(vitestReport({ numFailedTests: 0, testResults })).failed).toBe(1);
  });

  test('a browser test that passed only when repeated has failed', () => {
    const stats = { expected: 7, unexpected: 1, flaky: 2, skipped: 0 };
    expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 7, failed: 3, skipped: 0 });
  });

  test('an error outside of the browser tests counts, but not twice', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(countPlaywright({ stats, errors: ['no bank'] }).failed).toBe(1);
    expect(countPlaywright({ stats: { ...stats, unexpected: 1 }, errors: ['no bank'] }).failed).toBe(1);
  });

  test('a report that is missing, broken or of another shape is none', () => {
    const folder = temporaryFolder();
    expect(readCount(`${folder}/none.json`, countVitest)).toBeNull();
    expect(readCount(file(folder, 'broken.json', '{'), countVitest)).toBeNull();
    expect(readCount(file(folder, 'other.json', '{}'), countVitest)).toBeNull();
  });
});

describe('the sum agrees with the exit status', () => {
  test.each([
    ['all passed', { passed: 3, failed: 0, skipped: 0 }, 0, { passed: 3, failed: 0 }],
    ['one failed', { passed: 2, failed: 1, skipped: 0 }, 1, { passed: 2, failed: 1 }],
    ['a skipped one is a fault', { passed: 2, failed: 0, skipped: 1 }, 0, { passed: 2, failed: 1 }],
    [
      'an error outside of tests is a fault',
      { passed: 3, failed: 0, skipped: 0 },
      1,
      { passed: 3, failed: 1 },
    ],
    ['no report is a fault', null, 0, { passed: 0, failed: 1 }],
  ])('%s', (_name, count, status, sum) => {
    expect(verdict(count, status)).toEqual(sum);
  });
});
