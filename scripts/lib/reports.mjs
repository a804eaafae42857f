/** What the test runners wrote about themselves, as numbers. A runner that wrote nothing has failed. */
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * A file that could not even be loaded has no tests in the report; it counts as one that failed.
 * @param {any} report vitest's JSON reporter
 * @returns {Count}
 */
export function countVitest(report) {
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' &&
      !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/**
 * @param {any} report Playwright's JSON reporter; a test that passed only when repeated has failed
 * @returns {Count}
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const outside = unexpected + flaky === 0 ? report.errors.length : 0;
  return { passed: expected, failed: unexpected + flaky + outside, skipped };
}

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
