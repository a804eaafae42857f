/**
 * Makes the load, in a process of its own whose time counts nowhere. Every answer is judged: a status, and text that must
 * be in it (or the size a file has), since redirects and errors look like fast answers.
 *
 * - `closed`: each connection asks again as soon as it is answered. What is asked goes round in a circle.
 * - `open`: requests leave at fixed moments, whether earlier ones were answered or not, and their time counts from that
 *   moment: a server that stalls cannot hide it.
 * - `views`: each viewer asks for the first request, then for the rest over five more connections, and begins again.
 */
import { fork } from 'node:child_process';
import http from 'node:http';
import zlib from 'node:zlib';

export type Ask = {
  path: string;
  method?: string;
  headers: http.OutgoingHttpHeaders;
  status?: number;
  /** Text that must be in the body, or a stream that is read to its first bytes and closed with the view. */
  expects: { marker: string } | { bytes: number } | 'stream';
};
export type Job = {
  port: number;
  asks: Ask[];
  /** Connections, or viewers. */
  width: number;
  ms: number;
} & ({ kind: 'closed' | 'views' } | { kind: 'open'; perSecond: number });
/** Times in milliseconds. `count` is of answers, or of whole views. */
export type Result = { count: number; tookMs: number; p50: number; p99: number; bytes: number };

const VIEW_CONNECTIONS = 6;
const DECODERS: Record<string, (packed: Buffer) => Buffer> = {
  gzip: zlib.gunzipSync,
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
};

export async function load(job: Job): Promise<Result> {
  const child = fork(import.meta.filename, [], { execArgv: [] });
  try {
    return await new Promise<Result>((resolve, reject) => {
      child.once('message', (result) => resolve(result as Result));
      child.once('exit', (code) => reject(new Error(`the load ended with status ${code}`)));
      child.send(job);
    });
  } finally {
    child.kill();
  }
}

type Answered = { body: Buffer; close: () => void };

const answered = (port: number, agent: http.Agent, ask: Ask): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const { path, method = 'GET', headers, status = 200, expects } = ask;
    const request = http.request({ host: '127.0.0.1', port, path, method, agent, headers }, (response) => {
      const parts: Buffer[] = [];
      const fail = (why: string) => reject(new Error(`${path}: ${why}`));
      if (response.statusCode !== status) return fail(`status ${response.statusCode}`);
      const close = () => request.destroy();
      response.on('error', () => {});
      if (expects === 'stream') {
        response.once('data', (part) => resolve({ body: part, close }));
        return response.resume();
      }
      response.on('data', (part) => parts.push(part));
      response.once('end', () => {
        const sent = Buffer.concat(parts);
        if ('bytes' in expects) {
          return sent.length === expects.bytes
            ? resolve({ body: sent, close: () => {} })
            : fail(`${sent.length} bytes instead of ${expects.bytes}`);
        }
        const decode = DECODERS[String(response.headers['content-encoding'])];
        const text = decode ? decode(sent) : sent;
        if (!text.includes(expects.marker)) return fail(`has no ${expects.marker}`);
        resolve({ body: sent, close: () => {} });
      });
    });
    request.on('error', (error) => reject(error));
    request.end();
  });

const agentOf = (maxSockets: number) => new http.Agent({ keepAlive: true, maxSockets });

async function view(port: number, agent: http.Agent, [first, ...rest]: Ask[]): Promise<number> {
  if (!first) return 0;
  let bytes = (await answered(port, agent, first)).body.length;
  const open: Answered[] = [];
  const queue = [...rest];
  const connection = async () => {
    for (let ask = queue.shift(); ask; ask = queue.shift()) {
      const answer = await answered(port, agent, ask);
      bytes += answer.body.length;
      open.push(answer);
    }
  };
  await Promise.all(Array.from({ length: VIEW_CONNECTIONS }, connection));
  for (const { close } of open) close();
  return bytes;
}

async function run(job: Job): Promise<Result> {
  const tookMs: number[] = [];
  let bytes = 0;
  const { port, asks, width, ms } = job;
  const began = performance.now();
  const timed = async (since: number, work: Promise<number>) => {
    const read = await work;
    bytes += read;
    tookMs.push(performance.now() - since);
  };
  if (job.kind === 'open') {
    const agent = agentOf(Number.POSITIVE_INFINITY);
    const all: Promise<void>[] = [];
    const count = Math.floor((ms / 1000) * job.perSecond);
    while (all.length < count) {
      const due = began + (1000 * all.length) / job.perSecond;
      const left = due - performance.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      const ask = asks[all.length % asks.length];
      if (ask)
        all.push(
          timed(
            due,
            answered(port, agent, ask).then(({ body }) => body.length),
          ),
        );
    }
    await Promise.all(all);
  } else {
    let next = 0;
    const shared = agentOf(width);
    const one = async () => {
      const agent = job.kind === 'views' ? agentOf(VIEW_CONNECTIONS) : shared;
      while (performance.now() - began < ms) {
        const since = performance.now();
        const ask = asks[next++ % asks.length];
        if (job.kind === 'views') await timed(since, view(port, agent, asks));
        else if (ask)
          await timed(
            since,
            answered(port, agent, ask).then(({ body }) => body.length),
          );
      }
    };
    await Promise.all(Array.from({ length: width }, one));
  }
  const took = performance.now() - began;
  const sorted = Float64Array.from(tookMs).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, tookMs: took, p50: at(0.5), p99: at(0.99), bytes };
}

if (process.send && process.argv[1] === import.meta.filename) {
  process.once('message', async (job) => {
    const result = await run(job as Job);
    process.send?.(result);
  });
}
