/**
 * One start per folder. The holder listens on a loopback port written beside its pid: a lock whose port does not
 * answer with that pid belongs to a process that is gone, however it ended, and a reused pid cannot fool this.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { DATA } from './paths.mjs';

/** @param {string} file @returns {Promise<{ pid: number, what: string } | null>} the living holder */
async function holderOf(file) {
  let lock;
  try {
    lock = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  const said = await new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port: lock.port });
    let text = '';
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
  return said === String(lock.pid) ? lock : null;
}

/** @param {string} [data] */
export const holder = (data = DATA) => holderOf(path.join(data, 'start.lock'));

/**
 * Takes the lock, or answers who has it.
 * @param {string} what shown to whoever is refused
 * @param {string} [data]
 * @returns {Promise<{ release: () => void } | { pid: number, what: string }>}
 */
export async function takeLock(what, data = DATA) {
  mkdirSync(data, { recursive: true });
  const file = path.join(data, 'start.lock');
  const server = net.createServer((socket) => socket.on('error', () => {}).end(String(process.pid)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  server.unref();
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  const mine = JSON.stringify({ pid: process.pid, port, what });
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return {
        release: () => {
          server.close();
          rmSync(file, { force: true });
        },
      };
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      const other = await holderOf(file);
      if (other) {
        server.close();
        return other;
      }
      rmSync(file, { force: true });
    }
  }
}
