/**
 * A fresh Redis for a test run: real modules and users, a free port, a folder that goes away with it. With TEST_CLUSTER
 * it is a cluster of one node, which refuses every command and script whose keys are not of one slot.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../ports.mjs';
import { Stop } from '../say.mjs';
import { connect } from './connection.mjs';
import { embeddedObstacle, embeddedProgram, installedProgram } from './programs.mjs';
import { startServer, stopChild } from './server.mjs';
import { newPasswords } from './users.mjs';

/** Where a server keeps its data, below its folder. */
export const DATA = 'appendonlydir';

/**
 * A node that has all slots before it loads any data: of a cluster without slots it would take those of the keys it
 * finds, and refuse them when they are given to it.
 */
const ALL_SLOTS = `${'0'.repeat(40)} 127.0.0.1:0@0 myself,master - 0 0 0 connected 0-16383
vars currentEpoch 0 lastVoteEpoch 0
`;

/**
 * @param {{ data?: string, settings?: string[], below?: string, env?: Record<string, string> }} [from] a folder that holds what another server kept,
 *   to begin with a copy of it; lines of configuration; where its own folder is made; what else is in its environment
 * @returns {Promise<{
 *   name: string, port: number, folder: string, urls: Record<import('./users.mjs').User, string>,
 *   halt: (signal?: NodeJS.Signals) => Promise<void>, resume: () => Promise<void>, stop: () => Promise<void>,
 *   send: (signal: NodeJS.Signals) => void, ended: () => boolean,
 * }>} `halt` and `resume` take it away and bring it back with its data, for tests of what happens meanwhile
 */
export async function throwAwayRedis({ data, settings: more = [], below = os.tmpdir(), env } = {}) {
  const program = await testProgram();
  const folder = mkdtempSync(path.join(below, 'redisbank-test-'));
  if (data) cpSync(data, path.join(folder, DATA), { recursive: true });
  const port = await freePort();
  const cluster = Boolean(process.env.TEST_CLUSTER);
  const settings = cluster ? await clusterSettings() : more;
  if (cluster) writeFileSync(path.join(folder, 'nodes.conf'), ALL_SLOTS);
  const options = { folder, port, passwords: newPasswords(), settings, env };
  let server = await startServer(program, options).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  if (cluster) await untilClusterIsUp(server.urls.admin);
  // Whatever way this process ends, the server must not outlive it.
  const last = () => server.child.kill('SIGKILL');
  process.once('exit', last);
  return {
    name: program.name,
    port,
    folder,
    urls: server.urls,
    send: (signal) => void server.child.kill(signal),
    ended: () => server.child.exitCode !== null || server.child.signalCode !== null,
    async halt(signal = 'SIGTERM') {
      server.child.kill(signal);
      await stopChild(server.child);
    },
    async resume() {
      server = await startServer(program, options);
      if (cluster) await untilClusterIsUp(server.urls.admin);
    },
    async stop() {
      process.off('exit', last);
      await stopChild(server.child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The server program that tests use: an installed one, else the embedded one.
 * @param {(text: string) => void} [progress]
 */
export async function testProgram(progress) {
  const { program } = await installedProgram();
  if (program) return program;
  const obstacle = embeddedObstacle();
  if (obstacle) {
    throw new Stop(
      `The tests need a Redis: set TEST_REDIS_URL, or put a redis-server 8 or redis-stack-server on PATH (the embedded one: ${obstacle}).`,
    );
  }
  return embeddedProgram(progress);
}

/** The port between nodes must be named: Redis would take one that may not exist. */
export const clusterSettings = async () => ['cluster-enabled yes', `cluster-port ${await freePort()}`];

/** @param {string} url */
async function untilClusterIsUp(url) {
  const redis = await connect(url, { timeoutMs: 5000 });
  while (!/cluster_state:ok/.test(String(await redis.sendCommand(['CLUSTER', 'INFO'])))) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  redis.destroy();
}
