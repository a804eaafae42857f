/** The checks that read the code and run nothing of it. */
import { inRoot, ROOT } from './paths.mjs';
import { capture } from './process.mjs';
import { say, step } from './say.mjs';

/** @typedef {{ ok: boolean, output: string }} Verdict */

/** @param {string} node @param {string} file @param {...string} args @returns {Promise<Verdict>} */
async function tool(node, file, ...args) {
  const { status, output } = await capture(node, [inRoot(file), ...args], {
    cwd: ROOT,
    // The configuration of the browser tests is read, and looks for a browser that nothing here starts.
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CHROMIUM_PATH: process.execPath },
  });
  return { ok: status === 0, output };
}

/**
 * Next writes next-env.d.ts and the types of the routes, which are not in the repository. Of several threads each works
 * out anew what the others did: together they took twice as long as one, and the other tools run beside it.
 */
async function types(/** @type {string} */ node) {
  const generated = await tool(node, 'node_modules/next/dist/bin/next', 'typegen');
  return generated.ok
    ? tool(node, 'node_modules/typescript/bin/tsc', '--noEmit', '--singleThreaded')
    : generated;
}

/**
 * Copies of five lines or more, and functions that are alike but for names and values. A rule stands once: what two
 * places need moves to where both see it.
 * @param {string} node
 */
const copies = (node) =>
  tool(
    node,
    'node_modules/jscpd/run-jscpd.js',
    ...'app lib server worker demo ops proxy.tsx'.split(' '),
    ...'--min-tokens 45 --min-lines 5 --similarity 0.85 --fail-on-empty'.split(' '),
    ...'--ignore **/_words/**,**/*.txt --ignore-pattern import[^;]*;'.split(' '),
    ...'--reporters console --exit-code 1'.split(' '),
  );

/**
 * @param {string} node
 * @returns {Promise<{ passed: number, failed: number, faults: string[] }>} the names of those that failed
 */
export async function checks(node) {
  // All at once: most of them are one thread's work. The time shown is what was left to wait for.
  /** @type {[string, Promise<Verdict>][]} */
  const all = [
    ['types', types(node)],
    ['biome', tool(node, 'node_modules/@biomejs/biome/bin/biome', 'check', '--colors=off')],
    ['arrows', tool(node, 'scripts/lib/arrows.mjs')],
    [
      'unused',
      tool(node, 'node_modules/knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors'),
    ],
    ['copies', copies(node)],
  ];
  /** @type {string[]} */
  const faults = [];
  for (const [name, check] of all) {
    const { ok, output } = await step(
      name,
      () => check,
      (verdict) => (verdict.ok ? 'ok' : 'FAILED'),
    );
    if (ok) continue;
    say(output.trim());
    faults.push(`the check of ${name}`);
  }
  return { passed: all.length - faults.length, failed: faults.length, faults };
}
