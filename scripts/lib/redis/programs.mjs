/** Which redis-server programs this machine can offer: installed ones, and the embedded one. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { inData } from '../paths.mjs';
import { capture, which } from '../process.mjs';
import { Stop } from '../say.mjs';
import { ensureWheels } from './wheels.mjs';

/** @typedef {import('./server.mjs').Program} Program */

const STACK = inData('redis-stack');

/**
 * A redis-server ≥ 8 on PATH (its modules are built in), or a redis-stack-server with its modules beside it.
 * An older redis-server without modules is no use and is passed over.
 * @returns {Promise<Program | null>}
 */
export async function installedProgram() {
  const server = which('redis-server');
  if (server) {
    const { output } = await capture(server, ['--version'], { timeoutMs: 3000 });
    const major = Number(/v=(\d+)\./.exec(output)?.[1] ?? 0);
    if (major >= 8) {
      return { name: `redis-server ${major} on PATH`, server, cli: which('redis-cli'), generation: '8' };
    }
  }
  const stack = which('redis-stack-server');
  const folders = stack ? [path.join(path.dirname(stack), '..'), '/opt/redis-stack'] : [];
  for (const folder of folders) {
    const inner = path.join(folder, 'bin/redis-server');
    const lib = path.join(folder, 'lib');
    if (existsSync(inner) && existsSync(path.join(lib, 'redisearch.so'))) {
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

/** Why the embedded one cannot be used here, or null if it can. */
export function embeddedObstacle(platform = process.platform, arch = process.arch, env = process.env) {
  if (env.BANK_PROFILE === 'production') return 'it is for demo, development and tests, not for production';
  if (platform !== 'linux' || arch !== 'x64')
    return `it exists for Linux on x86_64, not for ${platform} on ${arch}`;
  if (!which('python3')) return 'it needs Python 3 with pip';
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
