/**
 * Open streams by the thousand, in a process of their own. Ours: one SSE connection a customer, and the time from the
 * posting (its id in the stream, by Redis' clock) to the event. The tutorial's: sockets, each of which asks for balance
 * and spenders again at every event, as its page does.
 */
import { fork } from 'node:child_process';
import http from 'node:http';

export type Listening = { port: number; host: string } & (
  | { kind: 'ours'; bearers: string[] }
  | { kind: 'theirs'; wsPort: number; cookie: string; count: number }
);
/** Events (with what each caused) since the last count, and how late they were, in milliseconds. */
export type Counted = { events: number; p50: number; p99: number; faults: number };

const OPENED_TOGETHER = 50;

export async function listen(job: Listening) {
  const child = fork(import.meta.filename, [], { execArgv: [] });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`the listeners ended with status ${code}`)));
  });
  ended.catch(() => {});
  const next = <T>() =>
    Promise.race([
      new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T))),
      ended,
    ]);
  const opened = next<string>();
  child.send(job);
  await opened;
  return {
    count: (): Promise<Counted> => {
      const counted = next<Counted>();
      child.send('count');
      return counted;
    },
    stop: () => child.kill(),
  };
}

let lateMs: number[] = [];
let events = 0;
let faults = 0;

const openOurs = (port: number, host: string, bearer: string) =>
  new Promise<void>((resolve, reject) => {
    const headers = { host, authorization: bearer, accept: 'text/event-stream' };
    const request = http.get(
      { host: '127.0.0.1', port, path: '/api/events', headers, agent: false },
      (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`a stream answered ${answer.statusCode}`));
        answer.setEncoding('utf8').on('data', (text: string) => {
          const now = Date.now();
          resolve();
          if (!text.includes('event: transaction')) return;
          for (const [, at] of text.matchAll(/^id: ?(\d+)-/gm)) {
            events += 1;
            lateMs.push(now - Number(at));
          }
        });
        answer.once('close', () => {
          faults += 1;
        });
      },
    );
    request.once('error', reject);
  });

const openTheirs = (job: Extract<Listening, { kind: 'theirs' }>) =>
  new Promise<void>((resolve, reject) => {
    const agent = new http.Agent({ keepAlive: true });
    const get = (path: string) =>
      new Promise<void>((done) => {
        const headers = { host: job.host, cookie: job.cookie };
        const request = http.get({ host: '127.0.0.1', port: job.port, path, agent, headers }, (answer) => {
          if (answer.statusCode !== 200) faults += 1;
          answer.resume().once('end', done);
        });
        request.once('error', () => {
          faults += 1;
          done();
        });
      });
    const socket = new WebSocket(`ws://127.0.0.1:${job.wsPort}/websocket`);
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('a socket was refused'));
    socket.onmessage = async () => {
      const began = performance.now();
      await Promise.all([get('/transaction/balance'), get('/transaction/biggestspenders')]);
      events += 1;
      lateMs.push(performance.now() - began);
    };
  });

async function open(job: Listening): Promise<void> {
  const openers =
    job.kind === 'ours'
      ? job.bearers.map((bearer) => () => openOurs(job.port, job.host, bearer))
      : Array.from({ length: job.count }, () => () => openTheirs(job));
  while (openers.length > 0) await Promise.all(openers.splice(0, OPENED_TOGETHER).map((opener) => opener()));
}

if (process.send && process.argv[1] === import.meta.filename) {
  process.once('message', async (job) => {
    await open(job as Listening);
    process.on('message', () => {
      const sorted = Float64Array.from(lateMs).sort();
      const at = (share: number) =>
        sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      process.send?.({ events, p50: at(0.5), p99: at(0.99), faults });
      [events, faults, lateMs] = [0, 0, []];
    });
    process.send?.('opened');
  });
}
