/**
 * Whole starts, in copies of this folder: own `.data`, shared packages, build and server program. Every process
 * that a copy starts carries the copy's path, so that what is left of it can be found.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuild } from '#scripts/lib/ensure-build.mjs';
import { inData, inRoot } from '#scripts/lib/paths.mjs';
import { embeddedProgram } from '#scripts/lib/redis/programs.mjs';
import { WAIT_MS } from '#tests/setup/until.ts';

const COPIED = [
  'app',
  'demo',
  'lib',
  'ops',
  'public',
  'redis',
  'scripts',
  'server',
  'worker',
  'docker-compose.yml',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.tsx',
  'tsconfig.json',
];

export type Copy = { folder: string; bin: string; remove: () => void };

/** A folder as after `git clone`, but with packages, build and the embedded server there already. */
export async function copyOfTheBank(): Promise<Copy> {
  await ensureBuild(process.execPath);
  await embeddedProgram();
  // A blank in the path: it must survive configuration files and command lines.
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'redisbank-start-')), 'my bank');
  mkdirSync(path.join(folder, '.data'), { recursive: true });
  for (const name of COPIED) cpSync(inRoot(name), path.join(folder, name), { recursive: true });
  const unneeded = [inRoot('.next/cache'), inRoot('.next/dev'), inRoot('.next/types')];
  const filter = (source: string) => !unneeded.includes(source);
  cpSync(inRoot('.next'), path.join(folder, '.next'), { recursive: true, filter, verbatimSymlinks: true });
  symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'));
  symlinkSync(inData('redis-stack'), path.join(folder, '.data/redis-stack'));
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  return { folder, bin, remove: () => rmSync(path.dirname(folder), { recursive: true, force: true }) };
}

/** An executable on the copy's PATH. */
export function onPath(bin: string, name: string, script: string): void {
  const file = path.join(bin, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

export const STACK = inData('redis-stack');
export const LIBRARIES = `LD_LIBRARY_PATH='${STACK}/vendor'; export LD_LIBRARY_PATH`;

/** Redis 8 cannot be had here: 7.4 stands in for it on the copy's PATH, told the same settings in its own words. */
export function redis8OnPath({ bin }: Copy): void {
  const prefix = path.join(bin, 'redis8');
  mkdirSync(path.join(prefix, 'bin'), { recursive: true });
  mkdirSync(path.join(prefix, 'lib/redis'), { recursive: true });
  symlinkSync(`${STACK}/lib`, path.join(prefix, 'lib/redis/modules'));
  onPath(
    path.join(prefix, 'bin'),
    'redis-server',
    [
      '[ "$1" = --version ] && { echo "Redis server v=8.2.3 sha=00000000:0 bits=64"; exit 0; }',
      LIBRARIES,
      `{ echo "loadmodule '${STACK}/lib/rediscompat.so'"; grep -v "^search-" "$1"; } >seven.conf`,
      `exec '${STACK}/bin/redis-server' seven.conf`,
    ].join('\n'),
  );
  symlinkSync(path.join(prefix, 'bin/redis-server'), path.join(bin, 'redis-server'));
}

export type Run = {
  child: ChildProcess;
  /** Everything it printed, both streams. */
  output: () => string;
  /** Waits until it printed this; fails when it ends before. */
  printed: (text: string | RegExp) => Promise<void>;
  ended: Promise<number | null>;
};

/** The environment of a person's shell: of the test run's only where Node keeps what it compiled. */
const shell = (copy: Copy, more: Record<string, string>) => ({
  PATH: `${copy.bin}:${process.env.PATH}`,
  HOME: process.env.HOME,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  NODE_ENV: undefined as unknown as 'production',
  // As under npm, a start ends when whoever ran it is gone: a test run that is killed leaves none behind.
  npm_lifecycle_event: 'start',
  ...more,
});

/** A script of the copy, as `npm start` would run it. */
export function runIn(copy: Copy, script: string, args: string[], more: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [path.join(copy.folder, 'scripts', script), ...args], {
    cwd: copy.folder,
    env: shell(copy, more),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const looking = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
      for (const look of looking) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const printed = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === 'string' ? !output.includes(text) : !text.test(output)) return;
        looking.delete(look);
        resolve();
      };
      looking.add(look);
      look();
      ended.then((code) => reject(new Error(`ended with ${code} before it printed ${text}:\n${output}`)));
    });
  return { child, output: () => output, printed, ended };
}

/** Runs a script of the copy to its end. */
export async function result(copy: Copy, script: string, args: string[], more: Record<string, string> = {}) {
  const run = runIn(copy, script, args, more);
  return { status: await run.ended, output: run.output() };
}

type Living = { pid: number; args: string; cwd: string };

/** Processes that work in the copy or were started from it. */
export function leftOf(copy: Copy): Living[] {
  return (
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
          return [{ pid: Number(pid), args, cwd: readlinkSync(`/proc/${pid}/cwd`) }];
        } catch {
          // Ended meanwhile, or somebody else's.
          return [];
        }
      })
      // One that has ended and waits to be reaped has no command line any more.
      .filter(({ args, cwd }) => args !== '' && (args.includes(copy.folder) || cwd.startsWith(copy.folder)))
  );
}

/** Waits until nothing of the copy lives any more; answers what still does. */
export async function nothingLeft(copy: Copy, withinMs = WAIT_MS): Promise<string[]> {
  for (const giveUpAt = Date.now() + withinMs; Date.now() < giveUpAt; ) {
    if (leftOf(copy).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return leftOf(copy).map(({ args }) => args);
}

/** After a test: what it left is named, and ended, so that it is not in the way of the next one. */
export async function endAll(copy: Copy): Promise<string[]> {
  const left = await nothingLeft(copy);
  for (const { pid } of leftOf(copy)) process.kill(pid, 'SIGKILL');
  return left;
}

const ENTRY = {
  web: 'server/main.ts',
  payments: 'worker/payments/payments.ts',
  worker: 'worker/worker.ts',
};

/** The pid of a process of the copy. */
export function pidOf(copy: Copy, name: keyof typeof ENTRY | 'redis'): number {
  const found = leftOf(copy).find(({ args, cwd }) =>
    name === 'redis'
      ? cwd.startsWith(path.join(copy.folder, '.data/redis')) && args.includes('redis-server')
      : args.includes(ENTRY[name]),
  );
  if (!found) throw new Error(`there is no ${name} among ${JSON.stringify(leftOf(copy))}`);
  return found.pid;
}

export const redisLog = (copy: Copy, generation = 'redis') =>
  readFileSync(path.join(copy.folder, '.data', generation, 'redis.log'), 'utf8');
