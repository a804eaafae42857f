/**
 * Where a process spends its CPU: samples of its stacks by `perf record`, which counts time on a processor alone, the
 * kernel's and that of all threads, however busy the machine is. Linux with perf installed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const LOG = path.join(os.tmpdir(), `perf-names-${process.pid}.log`);
/** For Node: names compiled functions to perf, in /tmp/perf-<pid>.map, and writes a log beside. */
export const NAMED = ['--perf-basic-prof', `--logfile=${LOG}`, '--no-logfile-per-isolate'];

const SAMPLES_A_SECOND = 999;
const BEGINS_MS = 1000;

export const forgetNames = (pids: readonly number[]): void => {
  for (const file of [...pids.map((pid) => `/tmp/perf-${pid}.map`), LOG]) rmSync(file, { force: true });
};

/** Samples of the processes while `work` runs, into `file`; answers what `work` does. */
export async function recorded<T>(pids: readonly number[], file: string, work: () => Promise<T>): Promise<T> {
  const args = ['record', '-q', '-e', 'cpu-clock', '-F', String(SAMPLES_A_SECOND), '-g', '-o', file];
  const perf = spawn('perf', [...args, '-p', pids.join(',')], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(perf, 'spawn');
  await sleep(BEGINS_MS);
  try {
    return await work();
  } finally {
    perf.kill('SIGINT');
    await once(perf, 'exit');
  }
}

/** From the leaf up, each as `function (file)`. */
type Stack = { thread: string; frames: string[] };

const SCRIPT = /^(?:JS|LazyCompile|Function|Script|Eval|RegExp):/;
const in_ = (pattern: RegExp) => (frame: string) => pattern.test(frame);

/** What whole stacks tell, then what the nearest function with a file does, the first that fits. */
const STACKS: [group: string, fits: (frame: string) => boolean][] = [
  ['garbage', in_(/CollectGarbage|Scaveng|MarkCompact|MinorGC|ConcurrentMarking|Sweeper/)],
  ['sockets: writing', in_(/sys_(?:write|sendmsg|sendto)/)],
  ['sockets: reading', in_(/sys_(?:read|recv)/)],
  ['sockets: waiting', in_(/sys_epoll/)],
  ['packing', in_(/brotli|ZSTD|deflate/i)],
  ['compiling', in_(/compiler::|maglev::|turboshaft::|interpreter::.*Compil|Compiler::/)],
];
const FILES: [group: string, file: RegExp][] = [
  ["Redis' client", /node_modules\/@?redis\//],
  ['schemas (zod)', /node_modules\/zod\//],
  ['pages: React, Next and what is built for them', /node_modules\/(?:next|react)|\.next\/|^turbopack/],
  ['the bank: sessions and sign-in', /lib\/(?:sessions|sign-in|redis\/copies)|app\/_access/],
  ['the bank: the rest', /(?:lib|app|server|worker|demo)\/[\w./()[\]%-]+\.tsx?/],
];
const HTTP = 'node:http, streams, timers';
const NATIVE_HTTP = /llhttp|http_parser|uv__(?:stream|server)|StreamWrap|StreamBase|TCPWrap/;
/** What a process of Node does. */
export const NODE_GROUPS = [...STACKS, ...FILES].map(([group]) => group).concat(HTTP, 'V8 and the rest');

export function nodeGroup({ thread, frames }: Stack): string {
  const whole = STACKS.find(([, fits]) => frames.some(fits));
  if (whole) return whole[0];
  if (thread === 'main') {
    for (const frame of frames.filter((one) => SCRIPT.test(one))) {
      const found =
        FILES.find(([, file]) => file.test(frame))?.[0] ?? (frame.includes('node:') ? HTTP : undefined);
      if (found) return found;
    }
    if (frames.some((frame) => NATIVE_HTTP.test(frame))) return HTTP;
  }
  return NODE_GROUPS.at(-1) ?? '';
}

/** By what the innermost function is of. */
const IN_REDIS: [group: string, leaf: RegExp][] = [
  ['the kernel: sockets and the file', /kernel|vdso/],
  ['search index', /redisearch\.so/],
  ['JSON', /rejson\.so/],
  ['time series', /redistimeseries\.so/],
  ['scripts (Lua)', /^(?:lua|sweeplist|propagatemark|newkey|str_|index2adr|l_alloc)/],
];
/** What Redis does. */
export const REDIS_GROUPS = IN_REDIS.map(([group]) => group).concat('commands, rights, memory and the rest');

export const redisGroup = ({ frames: [leaf = ''] }: Stack): string =>
  IN_REDIS.find(([, pattern]) => pattern.test(leaf))?.[0] ?? REDIS_GROUPS.at(-1) ?? '';

/** The share of each group in the samples of one process. */
export async function sharesOf(
  file: string,
  pid: number,
  groupOf: (stack: Stack) => string,
): Promise<Map<string, number>> {
  const args = ['script', '-i', file, '--pid', String(pid), '-F', 'pid,tid,ip,sym,dso'];
  const perf = spawn('perf', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const counts = new Map<string, number>();
  let stack: Stack | undefined;
  let all = 0;
  const count = () => {
    if (!stack) return;
    const group = groupOf(stack);
    counts.set(group, (counts.get(group) ?? 0) + 1);
    all += 1;
    stack = undefined;
  };
  for await (const line of createInterface({ input: perf.stdout })) {
    const [, of, tid] = /^\s*(\d+)\/(\d+)/.exec(line) ?? [];
    const [, frame] = /^\s+[0-9a-f]+ (.+)$/.exec(line) ?? [];
    if (of) {
      count();
      stack = { thread: of === tid ? 'main' : 'another', frames: [] };
    } else if (frame) stack?.frames.push(frame);
  }
  count();
  return new Map([...counts].map(([group, samples]) => [group, samples / all]));
}
