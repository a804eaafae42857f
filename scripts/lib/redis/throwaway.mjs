/** A fresh Redis for a test run: real modules and users, a free port, a folder that goes away with it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../ports.mjs';
import { Stop } from '../say.mjs';
import { embeddedObstacle, embeddedProgram, installedProgram } from './programs.mjs';
import { startServer, stopChild } from './server.mjs';
import { newPasswords } from './users.mjs';

/** Where a server keeps its data, below its folder. */
export const DATA = 'appendonlydir';

/**
 * @param {{ data?: string }} [from] a folder that holds what another server kept, to begin with a copy of it
 * @returns {Promise<{
 *   name: string, port: number, folder: string, urls: Record<import('./users.mjs').User, string>,
 *   halt: (signal?: NodeJS.Signals) => Promise<void>, resume: () => Promise<void>, stop: () => Promise<void>,
 * }>} `halt` and `resume` take it away and bring it back with its data, for tests of what happens meanwhile
 */
export async function throwAwayRedis({ data } = {}) {
  const program = await testProgram();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redisbank-test-'));
  if (data) cpSync(data, path.join(folder, DATA), { recursive: true });
  const port = await freePort();
  const options = { folder, port, passwords: newPasswords() };
  let server = await startServer(program, options).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  // Whatever way this process ends, the server must not outlive it.
  const last = () => server.child.kill('SIGKILL');
  process.once('exit', last);
  return {
    name: program.name,
    port,
    folder,
    urls: server.urls,
    async halt(signal = 'SIGTERM') {
      server.child.kill(signal);
      await stopChild(server.child);
    },
    async resume() {
      server = await startServer(program, options);
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
