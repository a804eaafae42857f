/** `npm run bench [-- part …]`: what the bank costs beside the tutorial's stack; see tests/bench/main.ts. */
import { spawnSync } from 'node:child_process';
import { ensurePackages } from './lib/packages.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { run, step } from './lib/say.mjs';

run(async () => {
  await step('packages', ensurePackages);
  const { node } = await findRuntime();
  const args = [inRoot('tests/bench/main.ts'), ...process.argv.slice(2)];
  return spawnSync(node, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
});
