/** The checks that read the code and run nothing of it. */
import { inRoot, ROOT } from './paths.mjs';
import { capture } from './process.mjs';
import { say, step } from './say.mjs';

/** @typedef {{ ok: boolean, output: string }} Verdict */

/** @param {string} node @param {string[]} args @returns {Promise<Verdict>} */
async function tool(node, args) {
  const { status, output } = await capture(node, args, {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  return { ok: status === 0, output };
}

/** Next writes next-env.d.ts and the types of the routes, which are not in the repository. */
async function types(/** @type {string} */ node) {
  const generated = await tool(node, [inRoot('node_modules/next/dist/bin/next'), 'typegen']);
  return generated.ok ? tool(node, [inRoot('node_modules/typescript/bin/tsc'), '--noEmit']) : generated;
}

/**
 * @param {string} node
 * @returns {Promise<{ passed: number, failed: number, faults: string[] }>} the names of those that failed
 */
export async function checks(node) {
  const biome = [inRoot('node_modules/@biomejs/biome/bin/biome'), 'check', '--colors=off'];
  /** @type {[string, () => Promise<Verdict>][]} */
  const all = [
    ['types', () => types(node)],
    ['biome', () => tool(node, biome)],
    ['arrows', () => tool(node, [inRoot('scripts/lib/arrows.mjs')])],
  ];
  /** @type {string[]} */
  const faults = [];
  for (const [name, check] of all) {
    const { ok, output } = await step(name, check, (verdict) => (verdict.ok ? 'ok' : 'FAILED'));
    if (ok) continue;
    say(output.trim());
    faults.push(`the check of ${name}`);
  }
  return { passed: all.length - faults.length, failed: faults.length, faults };
}
