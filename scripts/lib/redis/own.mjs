/** A Redis of our own with its data under `.data/`, on a port that stays the same while it is free. */
import os from 'node:os';
import { inData } from '../paths.mjs';
import { freePort } from '../ports.mjs';
import { readState, remember, secrets } from '../state.mjs';
import { connect } from './connection.mjs';
import { startServer, stopChild } from './server.mjs';
import { urlsFor } from './users.mjs';

/**
 * As the server's, and with a way to start it again where it was.
 * @typedef {(child: import('node:child_process').ChildProcess, log: string, again: () => Promise<unknown>) => void} OnChild
 */

/**
 * A later generation writes files an earlier one cannot read, so each has its own folder.
 * @param {import('./server.mjs').Program} program
 */
export const dataFolder = ({ generation }) => inData(generation === '8' ? 'redis-8' : 'redis');

/**
 * Half of what this machine, or its container, has: the rest is for the other processes, and for the copy that Redis
 * makes of what changes while it rewrites its file.
 */
function maxMemory() {
  const limit = process.constrainedMemory();
  return Math.floor(Math.min(os.totalmem(), limit || Number.POSITIVE_INFINITY) / 2);
}

/**
 * @param {import('./server.mjs').Program} program
 * @param {{ settings?: string[], onChild?: OnChild }} [options]
 */
export async function ownRedis(program, { settings = [], onChild } = {}) {
  const passwords = secrets().redis;
  const known = readState().redis?.port;
  const folder = dataFolder(program);
  if (known) await stopLeftover(urlsFor(passwords, known).admin, folder);
  const port = await freePort(known ?? 6379);
  // Remembered before it serves, so that the next start finds it even if this one is killed while it loads.
  /** @type {import('./server.mjs').OnChild} */
  const spawned = (child, log) => {
    const { name: rung, cli, libraries } = program;
    remember({ redis: { rung, port, cli, libraries } });
    onChild?.(child, log, launch);
  };
  const all = [`maxmemory ${process.env.REDIS_MAXMEMORY || maxMemory()}`, ...settings];
  const launch = () => startServer(program, { folder, port, passwords, settings: all, onChild: spawned });
  const server = await launch();
  return { ...server, folder, stop: () => stopChild(server.child) };
}

/**
 * A start that was killed leaves its Redis behind. Whoever answers on the remembered port, knows our password and
 * works in our folder is that one: it is asked to save and end, since two must not write the same files.
 * @param {string} url
 * @param {string} folder
 */
async function stopLeftover(url, folder) {
  let redis;
  try {
    redis = await connect(url, { timeoutMs: 2000 });
    const { dir } = await redis.configGet('dir');
    if (dir !== folder) return;
    const info = await redis.info('server');
    const pid = Number(/process_id:(\d+)/.exec(info)?.[1]);
    await redis.sendCommand(['SHUTDOWN']).catch(() => {});
    await gone(pid);
  } catch {
    // Nobody there, or somebody else's server: not ours to stop.
  } finally {
    redis?.destroy();
  }
}

/** @param {number} pid */
async function gone(pid, limitMs = 10_000) {
  for (const giveUpAtMs = Date.now() + limitMs; Date.now() < giveUpAtMs; ) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
