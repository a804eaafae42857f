/** Starts a redis-server of our own: its configuration, its password file, its log, and waiting until it serves. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inRoot } from '../paths.mjs';
import { endWithUs, isEnding, lastLines } from '../process.mjs';
import { Stop } from '../say.mjs';
import { mendAof, requireManifest } from './aof.mjs';
import { answersPing } from './connection.mjs';
import { missingBytes } from './elf.mjs';
import { renderAcl, urlsFor } from './users.mjs';

/**
 * A redis-server program that can carry the bank.
 * @typedef {object} Program
 * @property {string} name shown to people
 * @property {string} server path of redis-server
 * @property {string | null} cli path of redis-cli, if there is one
 * @property {'7.4' | '8'} generation which settings it takes
 * @property {string} lib folder of the modules
 * @property {string} [libraries] folder of shared libraries the system lacks
 */

/** Told of the process as soon as it exists, long before it serves. @typedef {(child: import('node:child_process').ChildProcess, log: string) => void} OnChild */

/**
 * @typedef {object} RunningServer
 * @property {import('node:child_process').ChildProcess} child
 * @property {number} port
 * @property {Record<import('./users.mjs').User, string>} urls
 * @property {string} log path
 * @property {Unclean} [unclean] present when the server before it on these data did not end in order
 */

/**
 * What was written last may then be damaged, which Redis notices only where it breaks a command's form. Until `settle`
 * is called, the next start is told again.
 * @typedef {{ mark: string, settle: () => void }} Unclean
 */

/** The files of the modules the bank needs, as every distribution names them. */
export const MODULES = ['redisearch.so', 'rejson.so', 'redistimeseries.so'];

const LOADING_LIMIT_MS = 120_000;
/** Of a start that is killed, web and worker end first: they notice by themselves (follow-parent.mjs). */
const GRACE_SECONDS = 3;
/** In a configuration file a path with blanks must stand in quotes. */
const quoted = (/** @type {string} */ text) => JSON.stringify(text);

/**
 * A program or module that is cut off ends by a signal that says nothing. Throws a Stop that names it.
 * @param {Program} program
 */
function requireWhole({ name, server, lib, libraries }) {
  const files = [server, ...MODULES.map((file) => path.join(lib, file))];
  if (libraries) files.push(...readdirSync(libraries).map((file) => path.join(libraries, file)));
  for (const file of files) {
    const fault = existsSync(file) ? missingBytes(file) : { has: 0, needs: 1 };
    if (!fault) continue;
    const cure = libraries
      ? `delete ${path.dirname(libraries)} and start again, which fetches it anew`
      : 'install it again';
    throw new Stop(
      `A file of ${name} is cut off (${file} has ${fault.has} bytes and needs ${fault.needs} or more): ${cure}.`,
    );
  }
}

/** @param {Program} program @param {string} folder @param {number} port @param {string[]} settings */
function configuration(program, folder, port, settings) {
  const generation = readFileSync(inRoot(`redis/redis-${program.generation}.conf`), 'utf8');
  // Those of 7.4 are in its file, with their arguments.
  const modules = program.generation === '8' ? MODULES.map((file) => `loadmodule {{lib}}/${file}\n`) : [];
  return [
    readFileSync(inRoot('redis/common.conf'), 'utf8'),
    [...modules, generation].join('').replace(/\{\{lib\}\}(\S+)/g, (_, file) => quoted(program.lib + file)),
    ...settings,
    `port ${port}`,
    `dir ${quoted(folder)}`,
    `aclfile ${quoted(path.join(folder, 'users.acl'))}`,
    '',
  ].join('\n');
}

/**
 * Starts the server on a loopback port with its data in `folder` and waits until it has read them. It stands in
 * a process group of its own, so that Ctrl-C in a terminal reaches only the script, which stops things in order.
 * @param {Program} program
 * @param {{ folder: string, port: number, passwords: import('./users.mjs').Passwords, settings?: string[], env?: Record<string, string>, onChild?: OnChild }} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer(program, { folder, port, passwords, settings = [], env = {}, onChild }) {
  requireWhole(program);
  mkdirSync(folder, { recursive: true });
  requireManifest(folder);
  const config = path.join(folder, 'redis.conf');
  const acl = path.join(folder, 'users.acl');
  const log = path.join(folder, 'redis.log');
  writeFileSync(config, configuration(program, folder, port, settings));
  writeFileSync(acl, renderAcl(passwords), { mode: 0o600 });
  chmodSync(acl, 0o600);
  mendAof(folder);
  const mark = path.join(folder, 'running');
  let settled = !existsSync(mark);
  const settle = () => {
    settled = true;
  };
  const unclean = settled ? undefined : { mark, settle };
  if (isEnding()) throw new Stop('The script is stopping.');
  // Why the one before it ended is in its log.
  if (existsSync(log)) renameSync(log, `${log}.before`);
  const logFile = openSync(log, 'w');
  writeFileSync(mark, '');
  // Its files hold the digests of tokens and passwords.
  const umask = process.umask(0o077);
  const child = spawn(program.server, [config], {
    cwd: folder,
    env: { ...process.env, ...env, ...(program.libraries ? { LD_LIBRARY_PATH: program.libraries } : {}) },
    stdio: ['ignore', logFile, logFile],
    detached: true,
  });
  process.umask(umask);
  closeSync(logFile);
  endWithUs(child, GRACE_SECONDS);
  onChild?.(child, log);
  /** @type {string | undefined} */
  let failed;
  child.once('error', (error) => {
    failed = error.message;
  });
  child.once('exit', (code, signal) => {
    if (code === 0 && settled) rmSync(mark, { force: true });
    failed ??= `it ended with ${signal ?? `status ${code}`}`;
  });
  const urls = urlsFor(passwords, port);
  const giveUpAtMs = Date.now() + LOADING_LIMIT_MS;
  for (;;) {
    if (failed !== undefined) {
      const tail = existsSync(log) ? lastLines(readFileSync(log, 'utf8'), 8) : '';
      throw new Stop(`${program.name} did not start (${failed}); the end of ${log}:\n${tail}`);
    }
    if (await answersPing(urls.admin)) return { child, port, urls, log, unclean };
    if (Date.now() > giveUpAtMs) {
      child.kill('SIGKILL');
      throw new Stop(`${program.name} was not ready within ${LOADING_LIMIT_MS / 1000} s; its log is ${log}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/**
 * Stops a server we started: SIGTERM lets it write its file; SIGKILL after `graceMs`.
 * @param {import('node:child_process').ChildProcess} child
 */
export function stopChild(child, graceMs = 5000) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      return resolve(undefined);
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    child.kill('SIGTERM');
  });
}
