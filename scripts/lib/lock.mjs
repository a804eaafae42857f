/**
 * One start per folder. The holder listens on a loopback port written beside its pid: a lock whose port does not
 * answer with that pid belongs to a process that is gone, however it ended, and a reused pid cannot fool this.
 */
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { DATA } from './paths.mjs';
import { isPort } from './ports.mjs';

/** @typedef {{ pid: number, port: number, what: string }} Lock */

/** @param {string} text @returns {Lock | null} */
function parse(text) {
  try {
    const lock = JSON.parse(text);
    return isPort(lock?.port) ? lock : null;
  } catch {
    return null;
  }
}

/** @param {string} text what the lock's file holds @returns {Promise<Lock | null>} the living holder */
async function holderOf(text) {
  const lock = parse(text);
  if (!lock) return null;
  const said = await new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port: lock.port });
    let received = '';
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
  return said === String(lock.pid) ? lock : null;
}

const read = (/** @type {string} */ file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** @param {string} [data] */
export const holder = (data = DATA) => holderOf(read(path.join(data, 'start.lock')));

/**
 * Takes the lock, or answers who has it.
 * @param {string} what a sentence, shown to whoever is refused
 * @param {string} [data]
 * @returns {Promise<{ release: () => void } | { pid: number, what: string }>}
 */
export async function takeLock(what, data = DATA) {
  // What lies there opens the bank: secrets, and Redis' own file with the digests of tokens and passwords.
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  const file = path.join(data, 'start.lock');
  const server = net.createServer((socket) => socket.on('error', () => {}).end(String(process.pid)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  server.unref();
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, port, what }));
  try {
    for (;;) {
      try {
        // Appears with its content or not at all, and not where another one is.
        linkSync(mine, file);
        return {
          release: () => {
            server.close();
            rmSync(file, { force: true });
          },
        };
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      const text = read(file);
      const other = await holderOf(text);
      if (other) {
        server.close();
        return other;
      }
      discard(file, text);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Takes a dead lock away. Of two starts that found it, the slower one may catch the faster one's new lock instead,
 * and puts it back.
 * @param {string} file
 * @param {string} judged what it held when nobody answered for it
 */
function discard(file, judged) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    if (read(aside) !== judged) linkSync(aside, file);
  } catch {
    // Somebody else has taken it away, or holds it by now: the next attempt tells.
  }
  rmSync(aside, { force: true });
}
