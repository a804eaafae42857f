/** Running other programs: quietly, with what they said kept for the case that they fail. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Map<ChildProcess, Promise<unknown>>} */
const running = new Map();
let ending = false;

/**
 * Ends the programs that still run and lets none begin, for a script that is asked to stop half-way. Answers when
 * they are gone, so that whoever waits for one of them can tidy up.
 */
export async function endRunning(graceMs = 2000) {
  ending = true;
  for (const child of running.keys()) child.kill('SIGTERM');
  const late = setTimeout(() => {
    for (const child of running.keys()) child.kill('SIGKILL');
  }, graceMs);
  // What a program left behind may hold its output open for longer; that is not waited for.
  const enough = new Promise((resolve) => setTimeout(resolve, graceMs + 1000).unref());
  await Promise.race([Promise.all(running.values()), enough]);
  clearTimeout(late);
}

/** Whether the script is on its way out, so that nothing is to begin any more. */
export const isEnding = () => ending;

/** Holds nothing but a pipe from us: when that closes while the program still runs, we are gone, and it ends it. */
const GUARD = 'while read -r _; do :; done; sleep "$2"; kill "$1"';

/**
 * Ends a program of ours when we are gone, however we ended. Most programs do not notice that whoever started them
 * was killed; a shell beside them does.
 * @param {ChildProcess} child
 * @param {number} [graceSeconds]
 */
export function endWithUs(child, graceSeconds = 0) {
  if (child.pid === undefined) return;
  const words = ['-c', GUARD, 'redisbank-guard', String(child.pid), String(graceSeconds)];
  const guard = spawn('/bin/sh', words, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // Without a shell the program is left behind; the next start stops a server it finds.
  guard.on('error', () => {});
  guard.unref();
  /** @type {import('node:net').Socket} */ (guard.stdin).unref();
  child.once('exit', () => guard.kill('SIGKILL'));
}

/**
 * Runs a program to its end. Never rejects: a program that cannot be started has status null.
 * `always` is for tidying up while the script stops.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, signal?: AbortSignal, onLine?: (line: string) => void, always?: boolean }} [options]
 * @returns {Promise<{ status: number | null, output: string }>} both streams as one text
 */
export function capture(command, args, options = {}) {
  if (ending && !options.always) return Promise.resolve({ status: null, output: 'the script is stopping' });
  const { cwd, env, timeoutMs, signal, onLine } = options;
  // What may be given up stands in a group of its own, so that its children end with it.
  const detached = Boolean(signal);
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached });
  if (!timeoutMs) endWithUs(child);
  signal?.addEventListener('abort', () => child.pid && process.kill(-child.pid, 'SIGKILL'), { once: true });
  const timer = timeoutMs ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    if (onLine) eachLine(stream, onLine);
  }
  /** @type {Promise<{ status: number | null, output: string }>} */
  const ended = new Promise((resolve) => {
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
  running.set(child, ended);
  return ended;
}

/** @param {import('node:stream').Readable} stream @param {(line: string) => void} tell */
export function eachLine(stream, tell) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) tell(line);
  });
}

/**
 * Runs a program that speaks to the reader itself. Ctrl-C reaches it by the terminal; we wait for its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its status
 */
export function inherit(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    const wait = () => {};
    process.on('SIGTERM', pass).on('SIGINT', wait);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGTERM', pass).off('SIGINT', wait);
      resolve(code ?? 1);
    });
  });
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The first executable file of that name on PATH.
 * @param {string} name
 * @param {string} [searchPath]
 * @returns {string | null}
 */
export function which(name, searchPath = process.env.PATH ?? '') {
  const folders = searchPath.split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

/**
 * The last lines of a text, for a message.
 * @param {string} text
 * @param {number} [count]
 */
export const lastLines = (text, count = 15) => text.trimEnd().split('\n').slice(-count).join('\n');
