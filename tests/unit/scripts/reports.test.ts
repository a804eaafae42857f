import { describe, expect, test } from 'vitest';
import { inRoot } from '#scripts/lib/paths.mjs';
import { countPlaywright, countVitest, filesOf, readCount, verdict } from '#scripts/lib/reports.mjs';
import { file, temporaryFolder } from './fakes.ts';

const vitestReport = (more = {}) => ({
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    {
      name: inRoot('tests/a.test.ts'),
      status: 'failed',
      assertionResults: [{ status: 'failed', ancestorTitles: ['a ledger'], title: 'adds up' }],
    },
    { name: inRoot('tests/b.test.ts'), status: 'passed', assertionResults: [{ status: 'passed' }] },
  ],
  ...more,
});

describe('what the runners report', () => {
  test('passed, failed, skipped and planned tests of vitest', () => {
    expect(countVitest(vitestReport())).toEqual({
      passed: 5,
      failed: 1,
      skipped: 3,
      faults: ['tests/a.test.ts › a ledger › adds up'],
    });
  });

  test('a file that could not be loaded counts as one that failed', () => {
    const testResults = [{ name: inRoot('tests/a.test.ts'), status: 'failed', assertionResults: [] }];
    expect(countVitest(vitestReport({ numFailedTests: 0, testResults }))).toMatchObject({
      failed: 1,
      faults: ['tests/a.test.ts › could not be loaded'],
    });
  });

  test('a browser test that passed only when repeated has failed', () => {
    const stats = { expected: 7, unexpected: 1, flaky: 2, skipped: 0 };
    const tests = ['unexpected', 'flaky', 'expected'].map((status, place) => ({
      status,
      projectName: ['phone', 'desktop', 'once'][place],
    }));
    const spec = { ok: false, title: 'ends it', tests };
    const suites = [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'a device', specs: [spec] }] }];
    expect(countPlaywright({ stats, errors: [], suites })).toEqual({
      passed: 7,
      failed: 3,
      skipped: 0,
      faults: ['a.spec.ts › a device › ends it › [phone]', 'a.spec.ts › a device › ends it › [desktop]'],
    });
  });

  test('the files to run again are named once each', () => {
    expect(filesOf(['tests/a.test.ts › x', 'tests/a.test.ts › y', 'tests/b.test.ts › z'])).toEqual([
      'tests/a.test.ts',
      'tests/b.test.ts',
    ]);
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
    ['all passed', { passed: 3, failed: 0, skipped: 0, faults: [] }, 0, { passed: 3, failed: 0 }],
    ['one failed', { passed: 2, failed: 1, skipped: 0, faults: [] }, 1, { passed: 2, failed: 1 }],
    [
      'a skipped one is a fault',
      { passed: 2, failed: 0, skipped: 1, faults: [] },
      0,
      { passed: 2, failed: 1 },
    ],
    [
      'an error outside of tests is a fault',
      { passed: 3, failed: 0, skipped: 0, faults: [] },
      1,
      { passed: 3, failed: 1 },
    ],
    ['no report is a fault', null, 0, { passed: 0, failed: 1 }],
  ])('%s', (_name, count, status, sum) => {
    expect(verdict(count, status)).toEqual(sum);
  });
});
