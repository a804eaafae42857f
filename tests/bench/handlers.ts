/**
 * What mounting route handlers directly is worth: the same handler, in one process, behind server/mount.ts and behind
 * Next. Run by hand from a folder with a build, on the Redis of a running bank:
 *
 *   node tests/bench/handlers.ts          (REDIS_WEB_URL, SESSION_SECRETS and PORT as `npm start` sets them)
 *
 * Rounds alternate, so that whatever else the machine does meets both. Prints requests a second and their ratio.
 */
import { fork } from 'node:child_process';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { config } from '#lib/config.ts';
import { findRoutes } from '#lib/http/router.ts';
import { makeServer, type Serve } from '#server/http-server.ts';
import { mount } from '#server/mount.ts';

const ROUNDS = 3;
const ROUND_MS = 4000;
const CONNECTIONS = 20;

type Load = { port: number; host: string; path: string; cookie: string };

async function serve(): Promise<void> {
  Object.assign(process.env, { NODE_ENV: 'production' });
  const next = createRequire(import.meta.url)('next') as typeof import('next').default;
  const app = next({ dev: false, dir: process.cwd(), customServer: true, httpServer: http.createServer() });
  await app.prepare();
  const pages = app.getRequestHandler();
  const dispatch = mount(findRoutes(path.join(process.cwd(), 'app')));
  const ways: Record<string, Serve> = {
    mounted: (request, response) => {
      if (!dispatch(request, response)) return pages(request, response);
    },
    'through Next': (request, response) => pages(request, response),
  };
  const host = new URL(config().origin).host;
  const best: Record<string, number> = {};
  const ports: Record<string, number> = {};
  for (const [name, way] of Object.entries(ways)) {
    const server = makeServer(way, () => false);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports[name] = (server.address() as AddressInfo).port;
  }
  const { cookie, account } = await signIn(ports.mounted ?? 0, host);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, port] of Object.entries(ports)) {
      const path = `/api/accounts/${account}/transactions?limit=20`;
      const perSecond = await measured({ port, host, path, cookie });
      // The first round warms up.
      if (round > 0) best[name] = Math.max(best[name] ?? 0, perSecond);
      console.log(round === 0 ? 'warm-up' : `round ${round}`, name, Math.round(perSecond), 'requests/s');
    }
  }
  console.log('ratio', ((best.mounted ?? 0) / (best['through Next'] ?? 1)).toFixed(1));
  process.exit(0);
}

/** Asks until the status is right: the connections to Redis have only begun. */
async function ask(
  port: number,
  host: string,
  path: string,
  init: http.RequestOptions,
  body = '',
): Promise<http.IncomingMessage & { text: string }> {
  for (;;) {
    const answer = await new Promise<http.IncomingMessage & { text: string }>((resolve, reject) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port,
          path,
          ...init,
          headers: { host, 'content-length': Buffer.byteLength(body), ...init.headers },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part) => {
            text += part;
          });
          response.on('end', () => resolve(Object.assign(response, { text })));
        },
      );
      request.on('error', reject).end(body);
    });
    if (answer.statusCode === 200) return answer;
    if (answer.statusCode !== 503) throw new Error(`${path}: ${answer.statusCode} ${answer.text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function signIn(port: number, host: string): Promise<{ cookie: string; account: string }> {
  const body = JSON.stringify({ username: 'bob', password: 'foobared' });
  const headers = { 'content-type': 'application/json' };
  const signedIn = await ask(port, host, '/api/auth/login', { method: 'POST', headers }, body);
  const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const { text } = await ask(port, host, '/api/accounts', { headers: { cookie } });
  return { cookie, account: JSON.parse(text).items[0].id };
}

const measured = (load: Load): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['load'], { execArgv: [] });
    child.once('message', (perSecond) => resolve(Number(perSecond)));
    child.once('error', reject);
    child.send(load);
  });

/** The other process: as many requests as the connections carry. */
function load({ port, host, path, cookie }: Load): void {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const startedAt = performance.now();
  let answered = 0;
  let open = CONNECTIONS;
  const one = () => {
    http.get({ host: '127.0.0.1', port, path, agent, headers: { host, cookie } }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
        answered += 1;
        const tookMs = performance.now() - startedAt;
        if (tookMs < ROUND_MS) return one();
        open -= 1;
        if (open === 0) process.send?.((1000 * answered) / tookMs, () => process.exit(0));
      });
    });
  };
  for (let at = 0; at < CONNECTIONS; at++) one();
}

if (process.argv[2] === 'load') process.once('message', (message) => load(message as Load));
else await serve();
