/**
 * `npm run faults [-- name …]`: every fault of tests/faults/table/list.ts under load, in all its rounds, or those that
 * are named. Writes the table into docs/measured.md. `ROUNDS=2` is a short look. Faults of a disk need the right to
 * mount, which root has.
 */
import { spawnSync } from 'node:child_process';
import { ensureBuild } from './lib/ensure-build.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { run, step } from './lib/say.mjs';

run(async () => {
  const names = process.argv.slice(2);
  await step('packages', ensurePackages);
  const { node } = await findRuntime();
  await step('build', (progress) => ensureBuild(node, progress));
  const vitest = [
    inRoot('node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'under-load',
    '--reporter=verbose',
  ];
  const only = names.length > 0 ? ['--testNamePattern', `^(${names.join('|')}):`] : [];
  const env = { ...process.env, FAULT_TABLE: '1' };
  return spawnSync(node, [...vitest, ...only], { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
});
