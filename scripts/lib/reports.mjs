/** What the test runners wrote about themselves, as numbers and names. A runner that wrote nothing has failed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from './paths.mjs';

/**
 * A test is named by its file, the titles above it, its own title and, of a browser test, its project in brackets.
 * `why`: what a failed one said first.
 * @typedef {{ name: string, ms: number, why?: string }} Timed
 * @typedef {{ passed: number, failed: number, skipped: number, faults: string[], times: Timed[] }} Count
 */

const SEPARATOR = ' › ';
const PROJECT = /^\[(\w+)\]$/;
const nameOf = (/** @type {string[]} */ parts) => parts.filter((part) => part !== '').join(SEPARATOR);
const WHY_LINES = 14;

/**
 * The beginning of what the failures of a test said, without colours and blank lines.
 * @param {(string | undefined)[]} messages
 */
function why(messages) {
  const lines = stripVTControlCharacters(messages.join('\n')).split('\n');
  const text = lines.filter((line) => line.trim() !== '').slice(0, WHY_LINES);
  return text.length > 0 ? { why: text.join('\n') } : {};
}

/**
 * A file that could not even be loaded has no tests in the report; it counts as one that failed.
 * @param {any} report vitest's JSON reporter
 * @returns {Count}
 */
export function countVitest(report) {
  /** @type {string[]} */
  const faults = [];
  /** @type {Timed[]} */
  const times = [];
  for (const { name, status, assertionResults } of report.testResults) {
    const file = path.relative(ROOT, name);
    const before = faults.length;
    for (const test of assertionResults) {
      const named = nameOf([file, ...(test.ancestorTitles ?? []), test.title]);
      times.push({ name: named, ms: test.duration ?? 0, ...why(test.failureMessages ?? []) });
      if (test.status === 'failed') faults.push(named);
    }
    if (status === 'failed' && faults.length === before) faults.push(nameOf([file, 'could not be loaded']));
  }
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  return { passed: report.numPassedTests, failed: faults.length, skipped, faults, times };
}

/**
 * @param {any} report Playwright's JSON reporter
 * @returns {Count}
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const outside = unexpected + flaky === 0 ? report.errors.length : 0;
  const below = path.relative(ROOT, report.config?.rootDir ?? ROOT);
  /** @type {ReturnType<typeof testsIn>} */
  const tests = (report.suites ?? []).flatMap((/** @type {any} */ suite) =>
    testsIn({ ...suite, title: path.posix.join(below, suite.title) }, []),
  );
  const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky');
  return {
    passed: expected,
    failed: unexpected + flaky + outside,
    skipped,
    faults: failed.map(({ name }) => name),
    times: tests.map(({ status: _, ...timed }) => timed),
  };
}

/**
 * @param {any} suite
 * @param {string[]} above
 * @returns {(Timed & { status: string })[]}
 */
function testsIn(suite, above) {
  const titles = [...above, suite.title];
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests.map((/** @type {any} */ { projectName, status, results = [] }) => ({
      name: nameOf([...titles, spec.title, `[${projectName}]`]),
      ms: results.reduce((/** @type {number} */ sum, /** @type {any} */ { duration }) => sum + duration, 0),
      status,
      ...why(
        results.flatMap((/** @type {any} */ { errors = [] }) =>
          errors.map((/** @type {any} */ { message }) => message),
        ),
      ),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((/** @type {any} */ next) => testsIn(next, titles))];
}

/**
 * A test's name in its parts. `pattern` is a regular expression that finds it among the titles of its file.
 * @param {string} name
 */
export function partsOf(name) {
  const [file = '', ...titles] = name.split(SEPARATOR);
  const project = PROJECT.exec(titles.at(-1) ?? '')?.[1];
  const own = project ? titles.slice(0, -1) : titles;
  return { file, project, pattern: escaped(own.join(' ')) };
}

const escaped = (/** @type {string} */ text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

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
