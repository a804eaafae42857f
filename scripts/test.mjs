/**
 * `npm test`: what the tests need, then the checks and all suites, and their sum as the last line. A check counts as
 * one test.
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
import { countPlaywright, countVitest, readCount, verdict } from './lib/reports.mjs';
import { inherit } from './lib/run-job.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { elapsed, run, Stop, say, step } from './lib/say.mjs';

const VITEST = ['unit', 'integration', 'faults'];
const ALL = [...VITEST, 'e2e'];
/** These run the bank as it is served. */
const WHOLE = ['faults', 'e2e'];

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
  const add = (/** @type {{ passed: number, failed: number }} */ { passed, failed }) => {
    sum.passed += passed;
    sum.failed += failed;
  };
  if (named.length === 0) add(await checks(node));
  const built = chosen.some((suite) => WHOLE.includes(suite)) ? await build(node) : true;
  if (!built) add({ passed: 0, failed: 1 });

  const suite = async (
    /** @type {string} */ name,
    /** @type {string[]} */ args,
    /** @type {Record<string, string | undefined>} */ more,
    /** @type {Parameters<typeof readCount>[1]} */ count,
  ) => {
    say(`\n${name}`);
    const status = await inherit(node, args, { ...env, ...more });
    const counted = readCount(`${reports}/${name}.json`, count);
    if (!counted) say(`${name}: no report was written`);
    if (counted?.skipped)
      say(`${name}: ${counted.skipped} skipped, which counts as failed: every test is to run`);
    add(verdict(counted, status));
  };

  if (projects.length > 0) {
    const vitest = [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json'];
    const report = `--outputFile.json=${reports}/vitest.json`;
    const parts = projects.flatMap((project) => ['--project', project]);
    await suite('vitest', [...vitest, report, ...parts, ...filters], {}, countVitest);
  }
  if (browser && built) {
    const playwright = [inRoot('node_modules/playwright/cli.js'), 'test', '--reporter=list,json', ...filters];
    const more = {
      CHROMIUM_PATH: chromium?.path,
      PLAYWRIGHT_JSON_OUTPUT_FILE: `${reports}/playwright.json`,
    };
    await suite('playwright', playwright, more, countPlaywright);
  }

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
