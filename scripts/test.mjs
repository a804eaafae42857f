/**
 * `npm test`: what the tests need, then the checks and all suites, and their sum as the last line. A check counts as
 * one test.
 *
 * A test that fails runs once more, alone; one that passes then counts as passed and is named as unsteady.
 *
 * `npm test -- unit`, `-- integration`, `-- faults`, `-- e2e` (several may be named) run a part; any other word
 * is passed on to the runner, which takes it as a filter.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { ensureBuild } from './lib/build.mjs';
import { checks } from './lib/checks.mjs';
import { findChromium } from './lib/chromium.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { inData, inRoot } from './lib/paths.mjs';
import { testProgram } from './lib/redis/throwaway.mjs';
import { countPlaywright, countVitest, filesOf } from './lib/reports.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { elapsed, run, Stop, say, step } from './lib/say.mjs';
import { runSuite } from './lib/suite.mjs';

/** @typedef {import('./lib/suite.mjs').Outcome} Outcome */

const VITEST = ['unit', 'integration', 'faults'];
const ALL = [...VITEST, 'e2e'];
/** These run the bank as it is served. */
const WHOLE = ['faults', 'e2e'];
const list = (/** @type {string[]} */ lines) => lines.map((line) => `  ${line}`).join('\n');

run(async () => {
  const words = process.argv.slice(2);
  const named = ALL.filter((suite) => words.includes(suite));
  const chosen = named.length > 0 ? named : ALL;
  const filters = words.filter((word) => !ALL.includes(word));
  const browser = chosen.includes('e2e');
  const projects = VITEST.filter((suite) => chosen.includes(suite));

  await step('packages', ensurePackages);
  const { node } = await step('runtime', findRuntime, ({ version }) => `Node ${version.slice(1)}`);
  if (chosen.some((suite) => suite !== 'unit') && !process.env.TEST_REDIS_URL) {
    await step('redis', testProgram, ({ name }) => `${name}, a fresh one a suite`);
  }
  const chromium = browser
    ? await step('chromium', findChromium, ({ path, from }) => `${path} (${from})`)
    : null;

  const reports = inData('test');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const env = { ...process.env, NODE_ENV: /** @type {const} */ ('test'), NEXT_TELEMETRY_DISABLED: '1' };
  const sum = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const faults = [];
  /** @type {string[]} */
  const unsteady = [];
  const add = (/** @type {Partial<Outcome> & { passed: number, failed: number }} */ outcome) => {
    sum.passed += outcome.passed;
    sum.failed += outcome.failed;
    faults.push(...(outcome.faults ?? []));
    unsteady.push(...(outcome.unsteady ?? []));
  };
  if (named.length === 0) add(await checks(node));
  const built = chosen.some((suite) => WHOLE.includes(suite)) ? await build(node) : true;
  if (!built) add({ passed: 0, failed: 1, faults: ['the build'] });

  if (projects.length > 0) {
    const parts = projects.flatMap((project) => ['--project', project]);
    const vitest = {
      name: 'vitest',
      args: [
        ...[inRoot('node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json'],
        ...[`--outputFile.json=${reports}/vitest.json`, ...parts],
      ],
      again: (/** @type {string[]} */ failed) => [...filesOf(failed), '--no-file-parallelism'],
      env,
      report: `${reports}/vitest.json`,
      count: countVitest,
    };
    add(await runSuite(node, vitest, filters));
  }
  if (browser && built) {
    const playwright = {
      name: 'playwright',
      args: [inRoot('node_modules/playwright/cli.js'), 'test', '--reporter=list,json'],
      again: () => ['--last-failed', '--workers=1'],
      env: {
        ...env,
        CHROMIUM_PATH: chromium?.path,
        PLAYWRIGHT_JSON_OUTPUT_FILE: `${reports}/playwright.json`,
      },
      report: `${reports}/playwright.json`,
      count: countPlaywright,
    };
    add(await runSuite(node, playwright, filters));
  }

  if (unsteady.length > 0) say(`\nunsteady, passed only when repeated:\n${list(unsteady)}`);
  if (faults.length > 0) say(`\nfailed:\n${list(faults)}`);
  say(`\nafter ${elapsed()}:`);
  say(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 ? 0 : 1;
});

/**
 * Without pages that can be built the other suites still say what they know.
 * @param {string} node
 */
async function build(node) {
  try {
    await step('build', (progress) => ensureBuild(node, progress));
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    return false;
  }
}
