/**
 * Open streams by the thousand, in a process of their own. Ours: one SSE connection a customer, which comes back after
 * it ended, as a browser's does, and the time from the ledger's event (its id in the stream, by Redis' clock) to ours. The
 * tutorial's: sockets, each of which asks for balance and spenders again at every event, as its page does.
 */
import { fork } from 'node:child_process';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '#app/_client/live/backoff.ts';
import { SECOND } from '#lib/time.ts';

/** Ours may be served at several ports, and be told by a proxy that each listener has an address of its own. */
export type Listening = { host: string } & (
  | { kind: 'ours'; ports: number[]; bearers: string[]; proxied?: boolean }
  | { kind: 'theirs'; port: number; wsPort: number; cookie: string; count: number }
);
/**
 * Events (with what each caused) since the last count, and how late they were, in milliseconds; what was refused or
 * broken meanwhile; and how many of our streams are open.
 */
export type Counted = { events: number; p50: number; p99: number; faults: number; open: number };

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
let open = 0;

type Ours = Extract<Listening, { kind: 'ours' }>;

/** Until it ends, with its last id in `headers`; `opened` is called when it begins. Rejects where it is refused or breaks. */
const listenOnce = (
  { host, port, headers }: { host: string; port: number | undefined; headers: http.OutgoingHttpHeaders },
  opened: () => void,
) =>
  new Promise<void>((resolve, reject) => {
    let cut = '';
    const request = http.get(
      { host: '127.0.0.1', port, path: '/api/events', headers: { host, ...headers }, agent: false },
      (answer) => {
        if (answer.statusCode !== 200) {
          answer.destroy();
          const retryAfterMs = Number(answer.headers['retry-after'] ?? 0) * SECOND;
          return reject(Object.assign(new Error(`a stream answered ${answer.statusCode}`), { retryAfterMs }));
        }
        open += 1;
        opened();
        answer.setEncoding('utf8').on('data', (text: string) => {
          const now = Date.now();
          const whole = (cut + text).split('\n\n');
          cut = whole.pop() ?? '';
          for (const event of whole) {
            const id = /^id: ?(\S+)/m.exec(event)?.[1];
            if (id) headers['last-event-id'] = id;
            if (!id || !/^event: (transaction|pending)$/m.test(event)) continue;
            events += 1;
            lateMs.push(now - Number.parseInt(id, 10));
          }
        });
        answer.once('error', reject).once('close', () => {
          open -= 1;
          resolve();
        });
      },
    );
    request.once('error', reject);
  });

/** Resolves with the first stream, and goes on with the next one for ever. */
function openOurs({ host, ports, bearers, proxied }: Ours, at: number): Promise<void> {
  const headers: http.OutgoingHttpHeaders = { authorization: bearers[at], accept: 'text/event-stream' };
  if (proxied)
    Object.assign(headers, {
      'x-forwarded-proto': 'https',
      'x-forwarded-for': `10.0.${at >> 8}.${at & 255}`,
    });
  return new Promise((resolve, reject) => {
    let attempt = 0;
    const opened = () => {
      attempt = 0;
      resolve();
    };
    const keepListening = async (turn: number): Promise<void> => {
      let waitMs = 0;
      await listenOnce({ host, port: ports[turn % ports.length], headers }, opened).catch((error) => {
        faults += 1;
        waitMs = error.retryAfterMs ?? 0;
        reject(error);
      });
      await sleep(backoffMs(attempt++, waitMs));
      return keepListening(turn + 1);
    };
    void keepListening(at);
  });
}

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

async function openAll(job: Listening): Promise<void> {
  const openers =
    job.kind === 'ours'
      ? job.bearers.map((_, at) => () => openOurs(job, at))
      : Array.from({ length: job.count }, () => () => openTheirs(job));
  while (openers.length > 0) await Promise.all(openers.splice(0, OPENED_TOGETHER).map((opener) => opener()));
}

if (process.send && process.argv[1] === import.meta.filename) {
  process.once('disconnect', () => process.exit());
  process.once('message', async (job) => {
    await openAll(job as Listening);
    process.on('message', () => {
      const sorted = Float64Array.from(lateMs).sort();
      const at = (share: number) =>
        sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      process.send?.({ events, p50: at(0.5), p99: at(0.99), faults, open });
      [events, faults, lateMs] = [0, 0, []];
    });
    process.send?.('opened');
  });
}
