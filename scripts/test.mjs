/**
 * `npm test`: what the tests need, then the checks and all suites, the slowest thirty tests, and the sum of it all as
 * the last line. A check counts as one test.
 *
 * A suite is run by a process of its own, whose output is shown line by line and kept in `.data/test/<suite>.log`.
 * Faults, which mostly wait, run beside all others, and those under load when the browser is done. Units begin while
 * there is no build yet; more beside it would hold it up, and with it what takes longest.
 *
 * A test runs once. One that is listed in `tests/unsteady.json`, with its cause and its date, runs once more when it
 * failed, alone; it then counts as passed and is named.
 *
 * `npm test -- unit`, `-- integration`, `-- security`, `-- faults`, `-- under-load`, `-- e2e` (several may be named) run a
 * part, and `-- soak`, which is in no other run, races ten times as long; `-- cluster`, neither, is the integration suite
 * on a Redis Cluster of one node. Any other word is passed on to the runner, which takes it as a filter.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { checks } from './lib/checks.mjs';
import { findChromium } from './lib/chromium.mjs';
import { ensureBuild } from './lib/ensure-build.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { inData, inRoot } from './lib/paths.mjs';
import { endRunning } from './lib/process.mjs';
import { testProgram } from './lib/redis/throwaway.mjs';
import { countPlaywright, countVitest } from './lib/reports.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { elapsed, run, Stop, say, step } from './lib/say.mjs';
import { stopSignal } from './lib/signals.mjs';
import { readUnsteady, runSuite } from './lib/suite.mjs';

/** @typedef {import('./lib/suite.mjs').Outcome} Outcome */

/** One stage after another; the lanes of a stage side by side, each with its suites in order. */
const STAGES = [
  [['faults'], ['unit', 'e2e', 'under-load'], ['integration', 'security']],
  [['soak']],
  [['cluster']],
];
const NAMES = STAGES.flat(2);
const ALL = NAMES.filter((name) => name !== 'soak' && name !== 'cluster');
/** These need nothing of the whole bank. */
const PARTS = ['unit', 'integration', 'cluster'];
const SLOWEST = 30;
const GRACE_MS = 10_000;

const list = (/** @type {string[]} */ lines) => lines.map((line) => `  ${line}`).join('\n');
const slow = (/** @type {import('./lib/reports.mjs').Timed} */ { name, ms }) =>
  `${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`;

run(async () => {
  stopSignal().then(async () => {
    await endRunning(GRACE_MS);
    process.exit(130);
  });
  const words = process.argv.slice(2);
  const named = NAMES.filter((suite) => words.includes(suite));
  const chosen = named.length > 0 ? named : ALL;
  const filters = words.filter((word) => !NAMES.includes(word));

  // Fetched, where they are not there, while packages are installed.
  const wantsRedis = chosen.some((suite) => suite !== 'unit') && !process.env.TEST_REDIS_URL;
  const redis = wantsRedis ? testProgram() : null;
  redis?.catch(() => {});
  await step('packages', ensurePackages);
  const { node } = await step('runtime', findRuntime, ({ version }) => `Node ${version.slice(1)}`);
  // It is looked for by a package; where there is none it is fetched while the processors check and build.
  const browser = chosen.includes('e2e') ? findChromium() : null;
  browser?.catch(() => {});

  const reports = inData('test');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const env = {
    ...process.env,
    NODE_ENV: /** @type {const} */ ('test'),
    NEXT_TELEMETRY_DISABLED: '1',
    // The suites start the bank's programs some hundred times: each is compiled once, which is a third of a start.
    NODE_COMPILE_CACHE: `${reports}/compiled`,
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
  };
  /** @type {Outcome} */
  const sum = { passed: 0, failed: 0, faults: [], unsteady: [], times: [] };
  const add = (/** @type {Partial<Outcome> & { passed: number, failed: number }} */ outcome) => {
    sum.passed += outcome.passed;
    sum.failed += outcome.failed;
    for (const part of /** @type {const} */ (['faults', 'unsteady']))
      sum[part].push(...(outcome[part] ?? []));
    sum.times.push(...(outcome.times ?? []));
  };
  if (named.length === 0) add(await checks(node));
  if (redis) {
    await step(
      'redis',
      () => redis,
      ({ name }) => `${name}, a fresh one a suite`,
    );
  }
  if (browser) {
    const { path } = await step(
      'chromium',
      () => browser,
      ({ path, from }) => `${path} (${from})`,
    );
    Object.assign(env, { CHROMIUM_PATH: path });
  }

  const unsteady = readUnsteady();
  const building = chosen.every((suite) => PARTS.includes(suite)) ? null : build(node);
  building?.catch(() => {});
  for (const stage of STAGES) {
    const lanes = stage
      .map((lane) => lane.filter((suite) => chosen.includes(suite)))
      .filter((lane) => lane.length > 0);
    const label = (/** @type {string} */ name) => (lanes.length > 1 ? `${name.padEnd(11)} │ ` : '');
    const outcomes = lanes.map(async (lane) => {
      for (const name of lane) {
        if (name !== 'unit' && building && !(await building) && !PARTS.includes(name)) continue;
        const tell = (/** @type {string} */ line) => say(label(name) + line);
        const startedAt = Date.now();
        say(`\n${name}`);
        const outcome = await runSuite(node, suiteNamed(name, env, reports), filters, { unsteady, tell });
        const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
        tell(`${outcome.passed} passed, ${outcome.failed} failed in ${seconds} s`);
        add(outcome);
      }
    });
    await Promise.all(outcomes);
  }
  if (building && !(await building)) add({ passed: 0, failed: 1, faults: ['the build'] });

  const slowest = sum.times.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
  say(`\nthe slowest ${slowest.length}:\n${slowest.map(slow).join('\n')}`);
  if (sum.unsteady.length > 0) say(`\nunsteady, passed only when repeated:\n${list(sum.unsteady)}`);
  const reasons = new Map(sum.times.map(({ name, why }) => [name, why?.split('\n') ?? []]));
  const failed = sum.faults.flatMap((name) => [name, ...(reasons.get(name) ?? [])]);
  if (failed.length > 0) say(`\nfailed:\n${list(failed)}`);
  say(`\nafter ${elapsed()}:`);
  say(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 ? 0 : 1;
});

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @param {string} reports
 * @returns {import('./lib/suite.mjs').Suite}
 */
function suiteNamed(name, env, reports) {
  const report = `${reports}/${name}.json`;
  const log = `${reports}/${name}.log`;
  if (name === 'e2e') {
    return {
      name,
      report,
      log,
      count: countPlaywright,
      args: [inRoot('node_modules/playwright/cli.js'), 'test', '--reporter=list,json'],
      repeat: ({ file, project, pattern }) => [
        file,
        `--grep=${pattern}`,
        '--workers=1',
        ...(project ? [`--project=${project}`] : []),
      ],
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    };
  }
  return {
    name,
    report,
    log,
    env: name === 'cluster' ? { ...env, TEST_CLUSTER: '1' } : env,
    count: countVitest,
    args: [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      name === 'cluster' ? 'integration' : name,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    repeat: ({ file, pattern }) => [file, `--testNamePattern=${pattern}`],
  };
}

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
