/**
 * Finding a Redis: the first way that works, in the order of the README. Each rung either answers a Redis or
 * says why it cannot; the reasons of all together are the last message.
 */
import { Stop, say } from '../say.mjs';
import { dockerObstacle, dockerRedis } from './docker.mjs';
import { givenRedis } from './given.mjs';
import { ownRedis } from './own.mjs';
import { embeddedObstacle, embeddedProgram, installedProgram, NONE } from './programs.mjs';

/**
 * @typedef {object} FoundRedis
 * @property {string} name which rung it is
 * @property {Record<import('./users.mjs').User, string>} urls
 * @property {import('node:child_process').ChildProcess} [child] present when it runs below us
 * @property {string} [log] its log, when it is ours
 * @property {string} [folder] of its files, when it is ours
 * @property {() => Promise<unknown>} [stop] absent when it is not ours to stop
 * @property {string[]} [warnings]
 * @property {import('./server.mjs').Unclean} [unclean]
 */

/**
 * @typedef {object} Options
 * @property {(text: string) => void} [progress]
 * @property {import('./own.mjs').OnChild} [onChild] told of a server of ours as soon as it exists
 * @property {(stop: () => Promise<void>) => void} [onStop] told how to stop one that is not below us
 */

/**
 * @param {Record<string, string | undefined>} env
 * @param {Options} [options]
 * @returns {Promise<FoundRedis>}
 */
export async function findRedis(env, { progress = () => {}, onChild, onStop } = {}) {
  if (env.REDIS_URL) return givenRedis(env);

  const { program: installed, obstacle } = await installedProgram(env);
  if (installed) {
    progress(`starting ${installed.name}`);
    const durable = env.BANK_PROFILE === 'production' && env.BANK_DURABILITY !== 'second';
    const settings = durable ? ['appendfsync always'] : [];
    return { name: installed.name, ...(await ownRedis(installed, { settings, onChild })) };
  }
  if (obstacle !== NONE) say(`  note: ${obstacle}; it is passed over`);

  let docker = await dockerObstacle();
  if (!docker) {
    try {
      progress('docker compose up redis');
      return { name: 'Docker (docker compose up redis)', ...(await dockerRedis(progress, onStop)) };
    } catch (error) {
      docker = /** @type {Error} */ (error).message;
      say(`  note: ${docker}`);
    }
  }

  const embedded = embeddedObstacle(process.platform, process.arch, env);
  if (embedded) throw new Stop(noRedis({ installed: obstacle, docker, embedded }));
  const program = await embeddedProgram(progress);
  progress(`starting ${program.name}`);
  return { name: program.name, ...(await ownRedis(program, { onChild })) };
}

/**
 * @param {{ installed: string, docker: string, embedded: string }} reasons
 * @param {string} [platform]
 */
export function noRedis({ installed, docker, embedded }, platform = process.platform) {
  const install =
    platform === 'darwin'
      ? 'brew install --cask redis/redis/redis'
      : platform === 'linux'
        ? 'https://redis.io/docs/latest/operate/oss_and_stack/install/'
        : 'on Windows inside WSL';
  return [
    'No Redis was found. Any one of these is enough:',
    '  1. REDIS_URL=redis://… npm start   with a Redis 8, Redis Stack or managed Redis (it is not set)',
    `  2. a redis-server 8 or redis-stack-server on PATH: ${install} (${installed})`,
    `  3. Docker (${docker})`,
    `  4. the embedded Redis Stack (${embedded})`,
  ].join('\n');
}
