/** Which redis-server programs this machine can offer: installed ones, and the embedded one. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { inData } from '../paths.mjs';
import { capture, which } from '../process.mjs';
import { Stop } from '../say.mjs';
import { MODULES } from './server.mjs';
import { ensureWheels } from './wheels.mjs';

/** @typedef {import('./server.mjs').Program} Program */

const STACK = inData('redis-stack');

/**
 * A redis-server ≥ 8 or a redis-stack-server on PATH, with its modules.
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<{ program: Program | null, obstacle: string }>}
 */
export async function installedProgram(env = process.env) {
  const { program, obstacle } = await redis8(env);
  return program ? { program, obstacle } : { program: redisStack(env), obstacle };
}

/**
 * Redis 8 brings its modules along as files that its own configuration loads: `lib/redis/modules` beside the `bin`
 * of the server (Redis' packages, its image, Homebrew, `make install`). Distributions also build it without them,
 * and other servers answer to its name.
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{ program: Program | null, obstacle: string }>}
 */
async function redis8(env) {
  const server = which('redis-server', env.PATH);
  if (!server) return { program: null, obstacle: 'there is none' };
  const { output } = await capture(server, ['--version'], { timeoutMs: 3000 });
  const [, version = '', major = '0'] = /^Redis server v=((\d+)\.[\d.]+)/m.exec(output) ?? [];
  if (Number(major) < 8) {
    return {
      program: null,
      obstacle: `the redis-server there is ${version || 'not Redis'}, too old or another`,
    };
  }
  const lib = [server, realpathSync(server)]
    .map((file) => path.resolve(path.dirname(file), '../lib/redis/modules'))
    .find(hasModules);
  if (!lib) {
    return {
      program: null,
      obstacle: `the redis-server ${version} there has no modules in ../lib/redis/modules`,
    };
  }
  const name = `redis-server ${version} on PATH`;
  return { program: { name, server, cli: which('redis-cli', env.PATH), generation: '8', lib }, obstacle: '' };
}

const hasModules = (/** @type {string} */ lib) => MODULES.every((file) => existsSync(path.join(lib, file)));

/** @param {Record<string, string | undefined>} env @returns {Program | null} */
function redisStack(env) {
  const stack = which('redis-stack-server', env.PATH);
  const folders = stack
    ? [stack, realpathSync(stack)]
        .map((file) => path.resolve(path.dirname(file), '..'))
        .concat('/opt/redis-stack')
    : [];
  for (const folder of folders) {
    const inner = path.join(folder, 'bin/redis-server');
    const lib = path.join(folder, 'lib');
    if (existsSync(inner) && hasModules(lib)) {
      const cli = path.join(folder, 'bin/redis-cli');
      return {
        name: 'redis-stack-server on PATH',
        server: inner,
        cli: existsSync(cli) ? cli : null,
        generation: '7.4',
        lib,
      };
    }
  }
  return null;
}

/**
 * Why the embedded one cannot be used here, or null if it can.
 * @param {string} [platform]
 * @param {string} [arch]
 * @param {Record<string, string | undefined>} [env]
 */
export function embeddedObstacle(platform = process.platform, arch = process.arch, env = process.env) {
  if (env.BANK_PROFILE === 'production') return 'it is for demo, development and tests, not for production';
  if (platform !== 'linux' || arch !== 'x64')
    return `it exists for Linux on x86_64, not for ${platform} on ${arch}`;
  if (!which('python3', env.PATH)) return 'it needs Python 3 with pip';
  return null;
}

/** @returns {Program} */
const embedded = () => ({
  name: 'embedded Redis Stack 7.4',
  server: path.join(STACK, 'bin/redis-server'),
  cli: path.join(STACK, 'bin/redis-cli'),
  generation: '7.4',
  lib: path.join(STACK, 'lib'),
  libraries: path.join(STACK, 'vendor'),
});

/**
 * Fetches the embedded one if it is missing, and tries it once.
 * @param {(text: string) => void} [progress]
 * @returns {Promise<Program>}
 */
export async function embeddedProgram(progress) {
  const program = embedded();
  if (!(await ensureWheels(STACK, progress))) return program;
  const { status, output } = await capture(program.server, ['--version'], {
    env: { ...process.env, LD_LIBRARY_PATH: program.libraries },
  });
  if (status !== 0) throw new Stop(`The embedded Redis Stack does not run on this system: ${output.trim()}`);
  return program;
}
