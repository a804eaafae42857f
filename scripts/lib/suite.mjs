/** One run of a test runner, and what it adds to the sum. */
import { rmSync } from 'node:fs';
import { readCount, verdict } from './reports.mjs';
import { inherit } from './run-job.mjs';
import { say } from './say.mjs';

/** More faults than this are no accident, and are not repeated. */
const REPEATED = 5;

/**
 * `again`: the words that run the failed tests alone.
 * @typedef {{
 *   name: string,
 *   args: string[],
 *   again: (failed: string[]) => string[],
 *   env: NodeJS.ProcessEnv,
 *   report: string,
 *   count: Parameters<typeof readCount>[1],
 * }} Suite
 *
 * `unsteady`: tests that passed only when repeated.
 * @typedef {{ passed: number, failed: number, faults: string[], unsteady: string[] }} Outcome
 */

/**
 * The machine may be shared, and a test that waits may wait in vain there: what failed runs once more, alone. Either
 * way it is named.
 * @param {string} node
 * @param {Suite} suite
 * @param {string[]} filters
 * @returns {Promise<Outcome>}
 */
export async function runSuite(node, suite, filters) {
  say(`\n${suite.name}`);
  const first = await runOnce(node, suite, filters);
  const { faults } = first;
  if (faults.length === 0 || faults.length > REPEATED || faults.length !== first.failed)
    return { ...first, unsteady: [] };

  say(`\n${suite.name}, once more and alone: ${faults.length} failed`);
  const again = await runOnce(node, suite, suite.again(faults));
  const unsteady =
    again.failed === again.faults.length ? faults.filter((fault) => !again.faults.includes(fault)) : [];
  const lost = Math.max(again.failed, faults.length - unsteady.length);
  return {
    passed: first.passed + unsteady.length,
    failed: lost,
    faults: again.faults.length > 0 ? again.faults : faults.filter((fault) => !unsteady.includes(fault)),
    unsteady,
  };
}

/**
 * @param {string} node
 * @param {Suite} suite
 * @param {string[]} more
 */
async function runOnce(node, suite, more) {
  rmSync(suite.report, { force: true });
  const status = await inherit(node, [...suite.args, ...more], suite.env);
  const counted = readCount(suite.report, suite.count);
  if (!counted) say(`${suite.name}: no report was written`);
  if (counted?.skipped)
    say(`${suite.name}: ${counted.skipped} skipped, which counts as failed: every test is to run`);
  return { ...verdict(counted, status), faults: counted?.faults ?? [] };
}
