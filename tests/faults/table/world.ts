/**
 * The bank under faults, as production runs it: `appendfsync always`, web processes behind a balancer that asks each of
 * them every 200 ms whether it is ready, workers, and a wire to Redis that can fail.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis } from '#lib/redis/client.ts';
import { ensureBuild } from '#scripts/lib/ensure-build.mjs';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inData, inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { stopChild } from '#scripts/lib/redis/server.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { startTcpProxy, throughPort } from '#tests/integration/sessions/tcp-proxy.ts';
import { SESSION_SECRETS, seededData } from '#tests/setup/seeded.ts';
import { newClock } from './clock.ts';
import { type Disk, newDisk } from './disk.ts';

export const HOST = 'bank.example';
const LOOK_EVERY_MS = 200;
const ANSWER_LIMIT_MS = 10_000;
/** A web process in production first tells the balancer, then drains. */
const STOP_LIMIT_MS = 8000;

export type WorldOptions = {
  webs?: number;
  workers?: number;
  /** Redis' data on a disk of their own, whose power can be cut. */
  disk?: boolean;
  appendfsync?: 'always' | 'everysec';
  /** Redis' clock of the day can be set. */
  clock?: boolean;
};

type Asked = { method?: string; headers?: Record<string, string>; body?: unknown };
export type Answered = { status: number; headers: http.IncomingHttpHeaders; text: string };

/** A process of the bank, which can be ended and started again. */
class Part {
  #child: ChildProcess | undefined;
  readonly #file: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #log: number;

  constructor(file: string, env: NodeJS.ProcessEnv, log: number) {
    this.#file = file;
    this.#env = env;
    this.#log = log;
  }

  start(): void {
    this.#child = spawn(
      process.execPath,
      ['--import', inRoot('scripts/lib/follow-parent.mjs'), inRoot(this.#file)],
      { cwd: inRoot(), env: this.#env, stdio: ['ignore', this.#log, this.#log, 'ipc'] },
    );
  }

  send(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  get ended(): boolean {
    return this.#child === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || this.ended) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    if (this.#child) await stopChild(this.#child, STOP_LIMIT_MS);
  }
}

export class Web extends Part {
  ready = false;
  readonly port: number;
  readonly #probe: string;

  constructor(env: NodeJS.ProcessEnv & { PORT: string; METRICS_PORT: string }, log: number) {
    super('server/main.ts', env, log);
    this.port = Number(env.PORT);
    this.#probe = `http://127.0.0.1:${env.METRICS_PORT}/api/ready`;
  }

  async look(): Promise<void> {
    this.ready = await fetch(this.#probe, { signal: AbortSignal.timeout(2000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
  }

  async untilReady(limitMs = 90_000): Promise<void> {
    const late = performance.now() + limitMs;
    while (!this.ready) {
      if (this.ended) throw new Error('a web process ended by itself');
      if (performance.now() > late) throw new Error(`a web process was not ready within ${limitMs} ms`);
      await sleep(50);
      await this.look();
    }
  }
}

export type World = Awaited<ReturnType<typeof newWorld>>;

export async function newWorld({ webs: webCount = 1, workers: workerCount = 1, ...more }: WorldOptions = {}) {
  await ensureBuild(process.execPath);
  const data = await seededData();
  const disk: Disk | undefined = more.disk ? newDisk() : undefined;
  const settings = [`appendfsync ${more.appendfsync ?? 'always'}`];
  const clock = more.clock ? newClock() : undefined;
  const redis = await throwAwayRedis({ data, settings, below: disk?.folder, env: clock?.env });
  const wire = await startTcpProxy(redis.port);
  const wired = Object.fromEntries(
    Object.entries(redis.urls).map(([user, url]) => [user, throughPort(url, wire.port)]),
  ) as typeof redis.urls;
  const own = {
    BANK_PROFILE: 'production',
    BANK_ORIGIN: `https://${HOST}`,
    BANK_TRUSTED_PROXIES: '127.0.0.1',
    AUDIT_SECRETS: SESSION_SECRETS,
    BANK_DURABILITY: more.appendfsync === 'everysec' ? 'second' : 'always',
  };
  const log = inData('test', `faults-${redis.port}.log`);
  const out = openSync(log, 'w');
  const told = (ports: Record<string, string>) => ({
    env: process.env,
    urls: wired,
    sessionSecrets: SESSION_SECRETS,
    more: { ...own, ...ports },
  });
  const newWeb = async () => {
    const ports = { PORT: String(await freePort()), METRICS_PORT: String(await freePort()) };
    return new Web({ ...environmentFor('web', told(ports)), ...ports }, out);
  };
  /** Somebody may take a port that was free a moment ago. */
  const launchWeb = async (tries = 3): Promise<Web> => {
    const web = await newWeb();
    webs.push(web);
    web.start();
    try {
      await web.untilReady();
    } catch (error) {
      if (!web.ended || tries === 1) throw error;
      webs.splice(webs.indexOf(web), 1);
      return launchWeb(tries - 1);
    }
    return web;
  };
  const webs: Web[] = [];
  const workers = Array.from(
    { length: workerCount },
    () => new Part('worker/worker.ts', environmentFor('worker', told({})), out),
  );
  /** Straight to Redis, whatever the wire does. */
  const admin = await connectRedis(redis.urls.admin, { name: 'fault-checks', deadlineMs: 10_000 });
  const job = (file: string) => {
    const straight = { env: process.env, urls: redis.urls, sessionSecrets: SESSION_SECRETS, more: own };
    return capture(process.execPath, [inRoot(file)], {
      cwd: inRoot(),
      env: environmentFor('deploy', straight),
    });
  };
  let looking: NodeJS.Timeout | undefined;
  const stop = async () => {
    clearInterval(looking);
    admin.destroy();
    await Promise.all([...webs, ...workers].map((part) => part.kill()));
    await redis.stop();
    await wire.stop();
    disk?.remove();
    clock?.remove();
  };
  try {
    const deployed = await job('ops/deploy.ts');
    if (deployed.status !== 0) throw new Error(`ops/deploy.ts failed:\n${deployed.output}`);
    for (const worker of workers) worker.start();
    await Promise.all(Array.from({ length: webCount }, () => launchWeb()));
    disk?.settle();
  } catch (error) {
    await stop();
    throw error;
  }
  looking = setInterval(() => webs.forEach((web) => void web.look()), LOOK_EVERY_MS);

  let turn = 0;
  /** One of those that are ready, else any: the customer is to see what the bank itself answers. */
  const chosen = (): Web => {
    const ready = webs.filter((web) => web.ready);
    const able = ready.length > 0 ? ready : webs;
    const web = able[turn++ % able.length];
    if (!web) throw new Error('a world without web processes');
    return web;
  };

  /** Sends one request; rejects when no answer came. `opened` for an answer that is read as it comes. */
  const send = (path: string, { method = 'GET', headers = {}, body }: Asked, web = chosen()) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const request = http.request({
        host: '127.0.0.1',
        port: web.port,
        path,
        method,
        agent: false,
        headers: {
          host: HOST,
          'x-forwarded-proto': 'https',
          'x-forwarded-for': '203.0.113.9',
          ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
          ...headers,
        },
      });
      request.once('error', reject).once('response', resolve).end(text);
    });
  const ask = async (path: string, asked: Asked = {}, web?: Web): Promise<Answered> => {
    const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const late = new Promise<never>((_, reject) =>
      limit.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true }),
    );
    const answered = (async () => {
      const answer = await send(path, asked, web);
      limit.addEventListener('abort', () => answer.destroy(), { once: true });
      let text = '';
      for await (const chunk of answer.setEncoding('utf8')) text += chunk;
      return { status: answer.statusCode ?? 0, headers: answer.headers, text };
    })();
    answered.catch(() => {});
    return Promise.race([answered, late]);
  };
  return { redis, disk, clock, wire, wired, webs, workers, admin, job, send, ask, log, stop };
}
