/** A job of the bank from the command line: its packages, its runtime, its Redis, and its own output as it is. */
import { spawn } from 'node:child_process';
import { environmentFor } from './environment.mjs';
import { ensurePackages } from './packages.mjs';
import { inRoot } from './paths.mjs';
import { withRedis } from './redis/borrow.mjs';
import { findRuntime } from './runtime.mjs';
import { secrets } from './state.mjs';

/**
 * @param {string[]} files TypeScript files below the root, run one after another while they succeed
 * @param {string[]} args for the last of them
 * @returns {Promise<number>} the exit status
 */
export async function runJob(files, args) {
  await ensurePackages();
  const { node } = await findRuntime();
  return withRedis(async (urls) => {
    const env = environmentFor('deploy', {
      env: process.env,
      urls,
      sessionSecrets: process.env.SESSION_SECRETS || secrets().SESSION_SECRETS,
    });
    for (const [index, file] of files.entries()) {
      const last = index === files.length - 1;
      const status = await inherit(node, [inRoot(file), ...(last ? args : [])], env);
      if (status !== 0) return status;
    }
    return 0;
  });
}

/**
 * Runs a program that speaks to the reader itself. Ctrl-C reaches it by the terminal; we wait for its end.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function inherit(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: inRoot(), env, stdio: 'inherit' });
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    const wait = () => {};
    process.on('SIGTERM', pass).on('SIGINT', wait);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGTERM', pass).off('SIGINT', wait);
      resolve(code ?? 1);
    });
  });
}
