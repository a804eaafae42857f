/**
 * The one server, in development (`--dev`), tests and production: node:http in front, our own route handlers mounted
 * directly, and Next for the pages. In development everything goes through Next, so that edits apply at once.
 */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, config, secrets } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { WEIGHTS, weigh } from '#lib/http/at-work.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import { compile, findPages, findRoutes } from '#lib/http/router.ts';
import { log } from '#lib/log.ts';
import { notReadyWhile } from '#lib/readiness/readiness.ts';
import { cachedRedis, webRedis } from '#lib/redis/client.ts';
import { watchClock } from '#lib/redis/clock.ts';
import { watchRoom } from '#lib/redis/room.ts';
import { runShutdown } from '#lib/shutdown.ts';
import { recordClockSteps } from '#lib/staff/record-act.ts';
import { logRequests } from './access-log.ts';
import { nameRoute } from './answered.ts';
import { trustedProxies } from './client-address.ts';
import { drain, listen, makeServer, type Serve } from './http-server.ts';
import { withLens } from './lens.ts';
import { logWhatIsPrinted } from './log-console.ts';
import { mount } from './mount.ts';
import { servePages } from './pages.ts';
import { serveStatic } from './static.ts';
import { serverTiming } from './timing.ts';
import { guard, headersOf } from './web.ts';

/** What requests under way have to end: with the notice it is within the ten seconds that containers and our start wait. */
const DRAIN_MS = { demo: 1_500, production: 6_000 };
/** Between not being ready and not listening, so that a balancer that asks every second sends nobody here any more. */
const NOTICE_MS = 3_000;
/** POST is for actions. */
const PAGE_METHODS = new Set(['GET', 'HEAD', 'POST']);
const LOOPBACK = { '127.0.0.1': '::1', '::1': '127.0.0.1' } as const;
const development = process.argv.includes('--dev');

// React and Next decide by this when they are first loaded, which is below.
// biome-ignore lint/style/noProcessEnv: written, not read.
Object.assign(process.env, {
  NODE_ENV: development ? 'development' : 'production',
  NEXT_TELEMETRY_DISABLED: '1',
});

if (!development) logWhatIsPrinted();

async function main(): Promise<void> {
  secrets();
  const {
    listen: host,
    port,
    origin,
    demo,
    trustedProxies: proxies,
    metricsPort,
    metricsListen,
    accessLog,
  } = config();
  const trust = trustedProxies(proxies);
  if (accessLog) logRequests();
  // CommonJS, and its types say otherwise when imported as a module.
  const makeNext = createRequire(import.meta.url)('next') as typeof import('next').default;
  // Next takes the upgrades of the first server it sees, past all that guards requests here. It is given one that
  // never listens, and hears through it what we pass on: in development, what carries its reloads.
  const upgrades = createServer();
  const app = makeNext({
    dev: development,
    dir: process.cwd(),
    hostname: host,
    port,
    customServer: true,
    httpServer: upgrades,
  });
  const next = app.getRequestHandler();
  const pages = development ? next : servePages(next);
  const rooms = path.join(process.cwd(), 'app');
  const routes = findRoutes(rooms);
  const findPage = compile(development ? [...routes, ...findPages(rooms)] : findPages(rooms));
  const mounted = development ? null : mount(routes, demo ? serverTiming() : undefined);
  const files = development ? null : serveStatic(path.join(process.cwd(), '.next/static'));
  let prepared: Promise<void> | undefined;
  const serveAll: Serve = async (request, response) => {
    const answering = mounted?.(request, response);
    if (answering) return answering;
    if (files?.(request, response)) return;
    weigh(headersOf(request), WEIGHTS.page);
    // Handlers and actions check this themselves; Next answers a foreign origin with a 500 before they can.
    requireSameOrigin(request.method ?? '', headersOf(request));
    guard(response);
    const page = findPage((request.url ?? '/').split('?', 1)[0] ?? '/');
    if (page) nameRoute(response, page.target.pattern);
    // Next would show a page to any of them.
    if (!PAGE_METHODS.has(request.method ?? '')) {
      response.setHeader('allow', [...PAGE_METHODS].join(', '));
      throw new BankError('method_not_allowed', 'This method is not served here.');
    }
    await prepared;
    await pages(request, response);
  };
  const serve = demo ? withLens(serveAll) : serveAll;

  // `localhost` is two addresses, and browsers choose between them.
  const other = Object.entries(LOOPBACK).find(([address]) => address === host)?.[1];
  const server = makeServer(serve, trust);
  const servers = [server];
  await listen(server, host, port);
  if (other) {
    const second = makeServer(serve, trust);
    await listen(second, other, port).then(
      () => servers.push(second),
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') throw error;
        // A machine without that protocol: the first address is enough.
      },
    );
  }
  if (metricsPort !== undefined) {
    // Loaded only where somebody may ask.
    const { operationsServer } = await import('./operations.ts');
    await listen(operationsServer(routes), metricsListen, metricsPort);
  }
  stopOn(async () => {
    notReadyWhile('it is stopping');
    if (!demo) await sleep(NOTICE_MS);
    await Promise.all([drain(servers, demo ? DRAIN_MS.demo : DRAIN_MS.production), runShutdown()]);
  });
  if (development) {
    for (const one of servers) one.on('upgrade', (...upgrade) => upgrades.emit('upgrade', ...upgrade));
  }
  const loaded = notReadyWhile('the pages are being loaded');
  prepared = app.prepare();
  // Connected and loaded now, so that the first customer does not wait for it.
  webRedis();
  cachedRedis();
  watchRoom(webRedis(), config().redis.folder);
  recordClockSteps(webRedis());
  watchClock(webRedis());
  await Promise.all([prepared, ...(development ? [] : routes.map((one) => one.load()))]);
  loaded();
  log.info('listening', { origin, address: host, port });
  process.send?.({ kind: 'listening', port });
}

/** A supervisor that is gone counts as a signal. */
function stopOn(ended: () => Promise<void>): void {
  let stopping = false;
  const stop = async (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info('stopping', { why });
    await ended();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  if (process.channel) process.on('disconnect', () => void stop('the supervisor is gone'));
}

function sentence(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port = config().port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    const variable = port === config().metricsPort ? 'METRICS_PORT' : 'PORT';
    return `Port ${port} is in use. Stop what listens there, or choose another with ${variable}.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`);
  process.exit(1);
});
