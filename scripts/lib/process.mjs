/** Running other programs: quietly, with what they said kept for the case that they fail. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let ending = false;

/** Ends the programs that still run and lets none begin, for a script that is asked to stop half-way. */
export function endRunning() {
  ending = true;
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a program to its end. Never rejects: a program that cannot be started has status null.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, signal?: AbortSignal, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ status: number | null, output: string }>} both streams as one text
 */
export function capture(command, args, { cwd, env, timeoutMs, signal, onLine } = {}) {
  return new Promise((resolve) => {
    if (ending) return resolve({ status: null, output: 'the script is stopping' });
    // What may be given up stands in a group of its own, so that its children end with it.
    const detached = Boolean(signal);
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached });
    running.add(child);
    signal?.addEventListener('abort', () => child.pid && process.kill(-child.pid, 'SIGKILL'), { once: true });
    const timer = timeoutMs ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
    }
    const done = (/** @type {number | null} */ status) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ status, output });
    };
    child.once('error', (error) => {
      output += error.message;
      done(null);
    });
    child.once('close', (code) => done(code));
  });
}

/**
 * The first executable file of that name on PATH.
 * @param {string} name
 * @param {string} [searchPath]
 * @returns {string | null}
 */
export function which(name, searchPath = process.env.PATH ?? '') {
  for (const folder of searchPath.split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return null;
}

/**
 * The last lines of a text, for a message.
 * @param {string} text
 * @param {number} [count]
 */
export const lastLines = (text, count = 15) => text.trimEnd().split('\n').slice(-count).join('\n');
