import { describe, expect, test } from 'vitest';
import { inRoot } from '#scripts/lib/paths.mjs';
import { countPlaywright, countVitest, partsOf, readCount, verdict } from '#scripts/lib/reports.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

const vitestReport = (more = {}) => ({
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    {
      name: inRoot('tests/a.test.ts'),
      status: 'failed',
      assertionResults: [{ status: 'failed', ancestorTitles: ['a ledger'], title: 'adds up', duration: 12 }],
    },
    {
      name: inRoot('tests/b.test.ts'),
      status: 'passed',
      assertionResults: [{ status: 'passed', title: 'holds', duration: 3 }],
    },
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
      times: [
        { name: 'tests/a.test.ts › a ledger › adds up', ms: 12 },
        { name: 'tests/b.test.ts › holds', ms: 3 },
      ],
    });
  });

  test('what a failed test said first is kept, without colours', () => {
    const said = {
      status: 'failed',
      title: 'adds up',
      failureMessages: ['\u001b[31mno sum\u001b[39m\n\n    at a'],
    };
    const testResults = [{ name: inRoot('tests/a.test.ts'), status: 'failed', assertionResults: [said] }];
    expect(countVitest(vitestReport({ testResults })).times[0]?.why).toBe('no sum\n    at a');
    const tests = [
      {
        status: 'unexpected',
        projectName: 'phone',
        results: [{ duration: 1, errors: [{ message: 'no row' }] }],
      },
    ];
    const suites = [{ title: 'a.spec.ts', specs: [{ title: 'ends it', tests }] }];
    const stats = { expected: 0, unexpected: 1, flaky: 0, skipped: 0 };
    expect(countPlaywright({ stats, errors: [], suites }).times[0]?.why).toBe('no row');
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
      results: [{ duration: 10 }, { duration: place }],
    }));
    const spec = { ok: false, title: 'ends it', tests };
    const suites = [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'a device', specs: [spec] }] }];
    const config = { rootDir: inRoot('tests/e2e') };
    const name = 'tests/e2e/a.spec.ts › a device › ends it';
    expect(countPlaywright({ config, stats, errors: [], suites })).toEqual({
      passed: 7,
      failed: 3,
      skipped: 0,
      faults: [`${name} › [phone]`, `${name} › [desktop]`],
      times: [
        { name: `${name} › [phone]`, ms: 10 },
        { name: `${name} › [desktop]`, ms: 11 },
        { name: `${name} › [once]`, ms: 12 },
      ],
    });
  });

  test('a test can be found again by its name', () => {
    expect(partsOf('tests/e2e/a.spec.ts › a (new) device › ends it › [phone]')).toEqual({
      file: 'tests/e2e/a.spec.ts',
      project: 'phone',
      pattern: 'a \\(new\\) device ends it',
    });
    expect(partsOf('tests/a.test.ts › adds up')).toEqual({
      file: 'tests/a.test.ts',
      project: undefined,
      pattern: 'adds up',
    });
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
    ['all passed', { passed: 3, failed: 0, skipped: 0, faults: [], times: [] }, 0, { passed: 3, failed: 0 }],
    ['one failed', { passed: 2, failed: 1, skipped: 0, faults: [], times: [] }, 1, { passed: 2, failed: 1 }],
    [
      'a skipped one is a fault',
      { passed: 2, failed: 0, skipped: 1, faults: [], times: [] },
      0,
      { passed: 2, failed: 1 },
    ],
    [
      'an error outside of tests is a fault',
      { passed: 3, failed: 0, skipped: 0, faults: [], times: [] },
      1,
      { passed: 3, failed: 1 },
    ],
    ['no report is a fault', null, 0, { passed: 0, failed: 1 }],
  ])('%s', (_name, count, status, sum) => {
    expect(verdict(count, status)).toEqual(sum);
  });
});
