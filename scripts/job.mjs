/**
 * `npm run seed`, `audit:ledger`, `audit:log` and `user`: jobs of the bank from the command line, with its packages, its
 * runtime and its Redis. The words that name files of `ops/` are the jobs, run one after another while they succeed;
 * the others are for each of them.
 */
import { environmentFor } from './lib/environment.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { inherit } from './lib/process.mjs';
import { withRedis } from './lib/redis/in-use.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { run } from './lib/say.mjs';
import { readState, secrets } from './lib/state.mjs';

run(async () => {
  const words = process.argv.slice(2);
  const jobs = words.filter((word) => word.startsWith('ops/'));
  const args = words.filter((word) => !jobs.includes(word));
  await ensurePackages();
  const { node } = await findRuntime();
  return withRedis(async (urls) => {
    const sessionSecrets = process.env.SESSION_SECRETS || secrets().SESSION_SECRETS;
    // A link that a job prints leads to the site that runs.
    const BANK_ORIGIN = process.env.BANK_ORIGIN || readState().origin;
    const env = environmentFor('deploy', { env: { ...process.env, BANK_ORIGIN }, urls, sessionSecrets });
    for (const job of jobs) {
      const status = await inherit(node, [inRoot(job), ...args], { cwd: ROOT, env });
      if (status !== 0) return status;
    }
    return 0;
  });
});
