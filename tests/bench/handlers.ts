/**
 * What a signed-in request costs beside its floors: CPU of the serving process and of Redis for one request, at 20
 * connections, by the kernel's accounting. Run by hand; it starts a Redis of its own with the demo in it:
 *
 *   node tests/bench/handlers.ts [tree …] [--metrics] [--next] [--rounds=5]
 *
 * Measured are bare node:http, the same with one GET of Redis, and the endpoints of this tree and of each other
 * checkout that is named. `--metrics` adds this tree with its metrics taken, `--next` the same endpoints through Next, which needs a
 * build. Rounds alternate, so that
 * whatever else the machine does meets all alike. Prints medians in microseconds, and their range.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { SESSION_SECRETS, seededData } from '#tests/setup/seeded.ts';

const ROUND_MS = 3000;
const CONNECTIONS = 20;
const PORT = 18_080;
const HOST = `localhost:${PORT}`;
const PATHS = ['/transaction/balance', '/transaction/biggestspenders', '/transaction/transactions'];

type Served = { name: string; port: number; child: ChildProcess };
type Cost = { app: number; redis: number };

/** A child: serves one way until it is killed, and tells its port and, when asked, its CPU time. */
async function serve(way: string): Promise<void> {
  const server = await serverFor(way);
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
  process.once('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicros: user + system });
  });
}

async function serverFor(way: string): Promise<http.Server> {
  if (way === 'bare') return http.createServer((_, response) => response.end('{"ok":true}'));
  if (way === 'one GET') {
    const { createClient } = await import('redis');
    const redis = await createClient({ url: process.env.REDIS_WEB_URL }).connect();
    return http.createServer(async (_, response) => {
      await redis.get('redisBank:epoch:{none}');
      response.end('{"ok":true}');
    });
  }
  // Of the tree in whose folder this process works.
  const of = (file: string) => import(path.join(process.cwd(), file));
  const { makeServer } = await of('server/http-server.ts');
  if (way === 'next') {
    const next = createRequire(import.meta.url)('next') as typeof import('next').default;
    const app = next({ dev: false, dir: process.cwd(), customServer: true, httpServer: http.createServer() });
    await app.prepare();
    return makeServer(app.getRequestHandler(), () => false);
  }
  if (way === 'measured') (await of('server/metrics.ts')).webMetrics();
  const [{ mount }, { findRoutes }] = [await of('server/mount.ts'), await of('lib/http/router.ts')];
  return makeServer(mount(findRoutes(path.join(process.cwd(), 'app'))), () => false);
}

const answered = <Answer>(child: ChildProcess): Promise<Answer> =>
  once(child, 'message').then(([message]) => message as Answer);

async function start(name: string, way: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Served> {
  const file = path.join(cwd, 'tests/bench/handlers.ts');
  const child = fork(cwd === process.cwd() ? import.meta.filename : file, ['serve', way], { cwd, env });
  const { port } = await answered<{ port: number }>(child);
  return { name, port, child };
}

async function cpuMicros(child: ChildProcess): Promise<number> {
  const told = answered<{ cpuMicros: number }>(child);
  child.send('cpu');
  return (await told).cpuMicros;
}

type Asked = { port: number; path: string; headers?: Record<string, string>; body?: string };
const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

const ask = ({ port, path, headers, body }: Asked) =>
  new Promise<{ status: number; text: string; cookie: string }>((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const method = body === undefined ? 'GET' : 'POST';
    const all = { host: HOST, ...length, ...headers };
    const request = http.request(
      { agent, host: '127.0.0.1', port, path, method, headers: all },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        response.on('end', () => {
          const cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
          resolve({ status: response.statusCode ?? 0, text, cookie });
        });
      },
    );
    request.on('error', reject).end(body);
  });

/** Asks until Redis is connected. */
async function askUntilReady(asked: Asked): Promise<string> {
  for (;;) {
    const { status, cookie, text } = await ask(asked);
    if (status === 200) return cookie;
    if (status !== 503) throw new Error(`${asked.path}: ${status} ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const signIn = (port: number): Promise<string> =>
  askUntilReady({
    port,
    path: '/api/auth/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'bob', password: 'foobared' }),
  });

/** As many requests as the connections carry for a while. Answers their count. */
async function load(asked: Asked, forMs: number): Promise<number> {
  const endAt = performance.now() + forMs;
  let count = 0;
  const one = async () => {
    while (performance.now() < endAt) {
      const { status } = await ask(asked);
      if (status !== 200) throw new Error(`${asked.path}: ${status}`);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  return count;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const shown = (values: readonly number[]): string =>
  `${median(values).toFixed(0).padStart(5)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`;

type Wanted = { metrics: boolean; next: boolean; rounds: number };

async function measure(trees: readonly string[], { metrics, next, rounds }: Wanted): Promise<void> {
  const server = await throwAwayRedis({ data: await seededData() });
  const redis = await connect(server.urls.admin, { timeoutMs: 10_000 });
  const redisMicros = async () =>
    [...(await redis.info('cpu')).matchAll(/used_cpu_(?:sys|user):([\d.]+)/g)].reduce(
      (sum, [, seconds]) => sum + 1e6 * Number(seconds),
      0,
    );
  const more = { PORT: String(PORT), BANK_ORIGIN: `http://${HOST}`, BANK_LISTEN: '127.0.0.1' };
  const env = environmentFor('web', {
    env: process.env,
    urls: server.urls,
    sessionSecrets: SESSION_SECRETS,
    more,
  });
  const cwd = process.cwd();
  const ways: [string, string, string][] = [
    ['bare node:http', 'bare', cwd],
    ['with one GET', 'one GET', cwd],
    ['this tree', 'mounted', cwd],
    ...trees.map((tree): [string, string, string] => [tree, 'mounted', path.resolve(tree)]),
    ...(metrics ? ([['with metrics', 'measured', cwd]] as [string, string, string][]) : []),
    ...(next ? ([['through Next', 'next', cwd]] as [string, string, string][]) : []),
  ];
  const served = await Promise.all(ways.map(([name, way, folder]) => start(name, way, folder, env)));
  const costs = new Map<string, Cost[]>();
  const ours = served.filter(({ name }) => name !== 'bare node:http' && name !== 'with one GET');
  const cookie = await signIn(ours[0]?.port ?? 0);
  for (let round = 0; round <= rounds; round++) {
    for (const { name, port, child } of served) {
      for (const path of name.includes('bare') || name.includes('GET') ? ['/'] : PATHS) {
        const asked = { port, path, headers: { cookie } };
        await askUntilReady(asked);
        const before = [await cpuMicros(child), await redisMicros()] as const;
        const count = await load(asked, round === 0 ? 1500 : ROUND_MS);
        const after = [await cpuMicros(child), await redisMicros()] as const;
        // The first round warms up.
        if (round === 0) continue;
        const cost = { app: (after[0] - before[0]) / count, redis: (after[1] - before[1]) / count };
        const key = `${name.padEnd(30)} ${path.padEnd(30)}`;
        costs.set(key, [...(costs.get(key) ?? []), cost]);
      }
    }
  }
  for (const [key, all] of costs) {
    console.log(key, 'app', shown(all.map(({ app }) => app)), ' redis', shown(all.map((cost) => cost.redis)));
  }
  for (const { child } of served) child.kill();
  redis.destroy();
  await server.stop();
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'serve') await serve(rest[0] ?? '');
else {
  const args = process.argv.slice(2);
  const rounds = Number(args.find((arg) => arg.startsWith('--rounds='))?.slice('--rounds='.length) ?? 5);
  await measure(
    args.filter((arg) => !arg.startsWith('--')),
    { metrics: args.includes('--metrics'), next: args.includes('--next'), rounds },
  );
  process.exit(0);
}
