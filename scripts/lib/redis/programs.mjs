/** Which redis-server programs this machine can offer: installed ones, and the embedded one. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { inData } from '../paths.mjs';
import { capture, which } from '../process.mjs';
import { Stop } from '../say.mjs';
import { MODULES } from './server.mjs';
import { areUnpacked, ensureWheels } from './wheels.mjs';

/** @typedef {import('./server.mjs').Program} Program */

const STACK = inData('redis-stack');
export const NONE = 'there is none';

/**
 * A redis-server ≥ 8 or a redis-stack-server on PATH, with its modules.
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<{ program: Program | null, obstacle: string }>}
 */
export async function installedProgram(env = process.env) {
  const found = await redis8(env);
  if (typeof found !== 'string') return { program: found, obstacle: '' };
  return { program: redisStack(env), obstacle: found };
}

/**
 * Redis 8 brings its modules along as files that its own configuration loads: `lib/redis/modules` beside the `bin`
 * of the server (Redis' packages, its image, Homebrew, `make install`). Distributions also build it without them,
 * and other servers answer to its name.
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Program | string>} the program, or why it is none
 */
async function redis8(env) {
  const server = which('redis-server', env.PATH);
  if (!server) return NONE;
  const { output } = await capture(server, ['--version'], { timeoutMs: 3000 });
  const [, version = '', major = '0'] = /^Redis server v=((\d+)\.[\d.]+)/m.exec(output) ?? [];
  if (Number(major) < 8) return `the redis-server on PATH is ${version || 'not Redis'}, too old or another`;
  const lib = [server, realpathSync(server)]
    .map((file) => path.resolve(path.dirname(file), '../lib/redis/modules'))
    .find(hasModules);
  if (!lib) return `the redis-server ${version} on PATH has no modules in ../lib/redis/modules`;
  const name = `redis-server ${version} on PATH`;
  return { name, server, cli: which('redis-cli', env.PATH), generation: '8', lib };
}

const hasModules = (/** @type {string} */ lib) => MODULES.every((file) => existsSync(path.join(lib, file)));

/** @param {Record<string, string | undefined>} env @returns {Program | null} */
function redisStack(env) {
  const stack = which('redis-stack-server', env.PATH);
  if (!stack) return null;
  const own = [stack, realpathSync(stack)].map((file) => path.resolve(path.dirname(file), '..'));
  const folder = [...own, '/opt/redis-stack'].find(
    (one) => existsSync(path.join(one, 'bin/redis-server')) && hasModules(path.join(one, 'lib')),
  );
  return folder ? { name: 'redis-stack-server on PATH', ...filesIn(folder) } : null;
}

/**
 * Why the embedded one cannot be used here, or null if it can.
 * @param {string} [platform]
 * @param {string} [arch]
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [stack] where it is, once it was fetched
 */
export function embeddedObstacle(
  platform = process.platform,
  arch = process.arch,
  env = process.env,
  stack = STACK,
) {
  if (env.BANK_PROFILE === 'production') return 'it is for demo, development and tests, not for production';
  if (platform !== 'linux' || arch !== 'x64')
    return `it exists for Linux on x86_64, not for ${platform} on ${arch}`;
  if (!areUnpacked(stack) && !which('python3', env.PATH)) return 'it needs Python 3 with pip';
  return null;
}

/** @param {string} folder of a Redis Stack @returns {Omit<Program, 'name'>} */
const filesIn = (folder) => ({
  server: path.join(folder, 'bin/redis-server'),
  cli: which('redis-cli', path.join(folder, 'bin')),
  generation: '7.4',
  lib: path.join(folder, 'lib'),
});

/**
 * Fetches the embedded one if it is missing, and tries it once.
 * @param {(text: string) => void} [progress]
 * @returns {Promise<Program>}
 */
export async function embeddedProgram(progress) {
  const fetched = await ensureWheels(STACK, progress);
  const libraries = path.join(STACK, 'vendor');
  const program = { name: 'embedded Redis Stack 7.4', ...filesIn(STACK), libraries };
  if (!fetched) return program;
  const { status, output } = await capture(program.server, ['--version'], {
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  if (status !== 0) throw new Stop(`The embedded Redis Stack does not run on this system: ${output.trim()}`);
  return program;
}
