/** `npm run check`: types, Biome, the arrows between the rooms and what nobody uses. Every fault is shown. */
import { flags } from './lib/args.mjs';
import { checks } from './lib/checks.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { run, step } from './lib/say.mjs';

run(async () => {
  flags(process.argv.slice(2), []);
  await step('packages', ensurePackages);
  const { node } = await findRuntime();
  return (await checks(node)).failed === 0 ? 0 : 1;
});
