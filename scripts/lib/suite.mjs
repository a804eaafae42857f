/** One run of a test runner, and what it adds to the sum. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { capture } from './process.mjs';
import { partsOf, readCount, verdict } from './reports.mjs';
import { say } from './say.mjs';

/**
 * `repeat`: the words that run one test alone. `log` gets what the runner said.
 * @typedef {{
 *   name: string,
 *   args: string[],
 *   repeat: (test: ReturnType<typeof partsOf>) => string[],
 *   env: NodeJS.ProcessEnv,
 *   report: string,
 *   log: string,
 *   count: Parameters<typeof readCount>[1],
 * }} Suite
 *
 * `unsteady`: tests that passed only when repeated.
 * @typedef {{
 *   passed: number,
 *   failed: number,
 *   faults: string[],
 *   unsteady: string[],
 *   times: import('./reports.mjs').Timed[],
 * }} Outcome
 *
 * @typedef {{ test: string, cause: string, since: string }} Unsteady
 */

/** What the bank itself logs while it is tested: for whoever reads the file. */
const LOGGED = /^\{"at":"/;

/** What mostly waits goes before what computes: so the longest lane does not wait for a processor, too. */
const niceness = (/** @type {string} */ suite) => (suite === 'faults' ? '0' : '3');

/** The tests that may be repeated, each with its cause and since when. A test that is not listed runs once. */
export const readUnsteady = () =>
  /** @type {Unsteady[]} */ (JSON.parse(readFileSync(inRoot('tests/unsteady.json'), 'utf8')));

/**
 * Runs a suite once. Of the tests that failed, those that are listed as unsteady run once more, alone.
 * @param {string} node
 * @param {Suite} suite
 * @param {string[]} filters
 * @param {{ unsteady: readonly Unsteady[], tell?: (line: string) => void }} options
 * @returns {Promise<Outcome>}
 */
export async function runSuite(node, suite, filters, { unsteady: listed, tell = say }) {
  writeFileSync(suite.log, '');
  const first = await runOnce(node, suite, filters, tell);
  if (first.skipped > 0) tell(`${first.skipped} skipped, which counts as failed: every test is to run`);
  /** @type {string[]} */
  const unsteady = [];
  for (const { test } of listed.filter((one) => first.faults.includes(one.test))) {
    tell(`once more and alone, since it is listed as unsteady: ${test}`);
    const again = await runOnce(node, suite, suite.repeat(partsOf(test)), tell);
    if (again.passed > 0 && again.faults.length === 0) unsteady.push(test);
  }
  return {
    passed: first.passed + unsteady.length,
    failed: first.failed - unsteady.length,
    faults: first.faults.filter((fault) => !unsteady.includes(fault)),
    unsteady,
    times: first.times,
  };
}

/**
 * @param {string} node
 * @param {Suite} suite
 * @param {string[]} more
 * @param {(line: string) => void} tell
 */
async function runOnce(node, suite, more, tell) {
  rmSync(suite.report, { force: true });
  const onLine = (/** @type {string} */ line) => {
    appendFileSync(suite.log, `${line}\n`);
    if (line.trim() !== '' && !LOGGED.test(line)) tell(line);
  };
  const { status } = await capture('nice', ['-n', niceness(suite.name), node, ...suite.args, ...more], {
    cwd: inRoot(),
    env: suite.env,
    onLine,
  });
  const counted = readCount(suite.report, suite.count);
  if (!counted) tell('no report was written');
  const { skipped = 0, faults = [], times = [] } = counted ?? {};
  return { ...verdict(counted, status ?? 1), skipped, faults, times };
}
