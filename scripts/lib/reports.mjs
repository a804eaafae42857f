/** What the test runners wrote about themselves, as numbers and names. A runner that wrote nothing has failed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * `faults`: a line for each failed test, beginning with its file.
 * @typedef {{ passed: number, failed: number, skipped: number, faults: string[] }} Count
 */

/**
 * A file that could not even be loaded has no tests in the report; it counts as one that failed.
 * @param {any} report vitest's JSON reporter
 * @returns {Count}
 */
export function countVitest(report) {
  const faults = report.testResults.flatMap((/** @type {any} */ file) => {
    const name = path.relative(ROOT, file.name);
    const failed = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed');
    if (file.status === 'failed' && failed.length === 0) return [`${name} › could not be loaded`];
    return failed.map((/** @type {any} */ test) =>
      [name, ...(test.ancestorTitles ?? []), test.title].join(' › '),
    );
  });
  return {
    passed: report.numPassedTests,
    failed: faults.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    faults,
  };
}

/**
 * @param {any} report Playwright's JSON reporter
 * @returns {Count}
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const outside = unexpected + flaky === 0 ? report.errors.length : 0;
  const faults = report.suites?.flatMap((/** @type {any} */ suite) => faultsIn(suite, [])) ?? [];
  return { passed: expected, failed: unexpected + flaky + outside, skipped, faults };
}

/**
 * @param {any} suite
 * @param {string[]} above
 * @returns {string[]}
 */
function faultsIn(suite, above) {
  const path = [...above, suite.title];
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests
      .filter((/** @type {any} */ { status }) => status === 'unexpected' || status === 'flaky')
      .map((/** @type {any} */ { projectName }) => [...path, spec.title, `[${projectName}]`].join(' › ')),
  );
  const inner = (suite.suites ?? []).flatMap((/** @type {any} */ next) => faultsIn(next, path));
  return [...own, ...inner];
}

/**
 * The files to run again.
 * @param {string[]} faults
 */
export const filesOf = (faults) => [...new Set(faults.map((fault) => fault.split(' › ')[0] ?? ''))];

/**
 * What one suite adds to the sum. A skipped test is a fault, since every test is to run, and so is a runner that
 * ended badly although no test of it failed (an error outside of tests, a report that was not written).
 * @param {Count | null} count
 * @param {number} status of the runner
 * @returns {{ passed: number, failed: number }}
 */
export function verdict(count, status) {
  const { passed, failed, skipped } = count ?? { passed: 0, failed: 1, skipped: 0 };
  const faults = failed + skipped;
  return { passed, failed: faults === 0 && status !== 0 ? 1 : faults };
}

/**
 * @param {string} file
 * @param {(report: any) => Count} count
 * @returns {Count | null} null when there is no report that can be read
 */
export function readCount(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
