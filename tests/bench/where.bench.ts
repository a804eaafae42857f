/**
 * Where the CPU of one request, document, view, search and tick goes, beside the floors of the same minutes: bare
 * `node:http`, the same with one GET of Redis, and a page of one div. `npx node tests/bench/where.bench.ts`, on Linux with
 * perf and Chromium; writes its tables into docs/measured.md. Compiled functions tell perf their names, which costs a
 * little: read the shares.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from '#scripts/lib/paths.mjs';
import { startBank } from './measure/bank.ts';
import { recordViews, replayed } from './measure/browser-view.ts';
import { type Processes, spent } from './measure/cpu.ts';
import { administrator, openCustomers, signInDirectly } from './measure/customers.ts';
import { type Ask, type Job, load } from './measure/generator.ts';
import { listen } from './measure/listeners.ts';
import { buildOurs, startOneDiv } from './measure/one-div.ts';
import {
  forgetNames,
  NAMED,
  NODE_GROUPS,
  nodeGroup,
  REDIS_GROUPS,
  recorded,
  redisGroup,
  sharesOf,
} from './measure/perf.ts';
import { writeBlock } from './measure/report.ts';
import { ask, signedIn } from './measure/signed-in.ts';
import { freshRef, loadAccount } from './million.ts';
import { VIEWS } from './pages.ts';
import { fullSearches } from './search-served.ts';

const ROUND_MS = 5000;
const WARM_UP_MS = 4000;
const PAGE_WARM_UP_MS = 12_000;
const ENTRIES = 100_000;
const STREAMS = 1000;
const TICKS_MS = 20_000;
/** The worker looks for new accounts once a minute, and each has ticked once ten seconds later. */
const LISTED_MS = 75_000;
/** Of handlers.ts. */
const FLOORS = [
  ['bare `node:http`', 'bare'],
  ['with one GET', 'one GET'],
] as const;
const PERF = path.join(os.tmpdir(), `where-${process.pid}.perf`);
const BROWSER = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br, zstd' };

/** Of one piece of work in one process: microseconds of CPU, and the share of each group of what that did. */
type Column = { title: string; us: number; shares: Map<string, number> };

const ofNode: Column[] = [];
const ofRedis: Column[] = [];
const named: number[] = [];

/** Measures `work`, which answers how often it was done, in servers by title and in Redis. */
async function measured(title: string, servers: Processes, work: () => Promise<number>) {
  const processes = { ...servers, redis: bank.processes.redis ?? 0 };
  const { cpu, result } = await recorded(Object.values(processes), PERF, () => spent(processes, work));
  const usOf = (name: string) => (1000 * (cpu[name] ?? 0)) / result;
  for (const [name, pid] of Object.entries(servers)) {
    ofNode.push({ title: name, us: usOf(name), shares: await sharesOf(PERF, pid, nodeGroup) });
  }
  ofRedis.push({ title, us: usOf('redis'), shares: await sharesOf(PERF, processes.redis, redisGroup) });
  const all = Object.keys(processes).map((name) => `${name} ${Math.round(usOf(name))} µs`);
  console.log(all.join(', '));
}

async function loaded(title: string, pid: number, job: Job, warmMs = WARM_UP_MS) {
  await load({ ...job, ms: warmMs });
  await measured(title, { [title]: pid }, async () => (await load(job)).count);
}

const closed = (port: number, width: number, asks: Ask[]): Job => ({
  kind: 'closed',
  port,
  width,
  ms: ROUND_MS,
  asks,
});

/** A floor of handlers.ts, in a process of its own. */
async function floor(way: string, env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; port: number }> {
  const execArgv = NAMED;
  const child = fork(inRoot('tests/bench/handlers.ts'), ['serve', way], { env, execArgv });
  const [{ port }] = await once(child, 'message');
  named.push(child.pid ?? 0);
  return { child, port };
}

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const figure = (us: number) => Math.round(us).toLocaleString('en');

function table(groups: readonly string[], columns: readonly Column[]): string {
  const shown = ({ us, shares }: Column, group: string) => {
    const share = shares.get(group) ?? 0;
    return share === 0 ? '' : `${figure(us * share)} (${Math.round(100 * share)}%)`;
  };
  return [
    row(['µs of CPU', ...columns.map(({ title }) => title)]),
    row(['---', ...columns.map(() => '--:')]),
    ...groups.map((group) => row([group, ...columns.map((column) => shown(column, group))])),
    row(['in all', ...columns.map(({ us }) => figure(us))]),
  ].join('\n');
}

await buildOurs();
const bank = await startBank('ours', inRoot(), { flags: NAMED });
const { web = 0, worker = 0 } = bank.processes;
named.push(web, worker);
const stops: (() => unknown)[] = [() => bank.stop()];
try {
  const env = { ...process.env, REDIS_WEB_URL: bank.redis.urls.web };
  const plain = { path: '/', headers: {}, expects: { marker: 'ok' } };
  for (const [title, way] of FLOORS) {
    const { child, port } = await floor(way, env);
    await loaded(title, child.pid ?? 0, closed(port, 50, [plain]));
    child.kill();
  }
  const member = await signedIn(bank);
  await loaded(
    '`/transaction/balance`',
    web,
    closed(bank.port, 50, [ask(member, '/transaction/balance', '[')]),
  );

  const redis = await administrator(bank);
  stops.push(() => redis.destroy());
  const ref = freshRef();
  await loadAccount(redis, ref, ENTRIES, () => {});
  const { bearer } = await signInDirectly(redis, ref);
  const headers = { host: bank.host, authorization: bearer };
  const asks = (await fullSearches(bank.host, { authorization: bearer }, ref.account)).map((query) => ({
    path: `/api/accounts/${ref.account}/transactions?${query}`,
    headers,
    expects: { marker: '"items":[{' },
  }));
  await loaded('a search of 20 rows', web, closed(bank.port, 8, asks));

  const oneDiv = await startOneDiv(bank, NAMED);
  stops.push(() => oneDiv.stop());
  named.push(oneDiv.processes.web ?? 0);
  const div = closed(oneDiv.port, 8, [
    { path: '/', headers: { ...BROWSER, host: oneDiv.host }, expects: { marker: 'One div' } },
  ]);
  await loaded('a page of one div', oneDiv.processes.web ?? 0, div, PAGE_WARM_UP_MS);
  const { path: page, marker } = VIEWS.ours;
  const document = closed(bank.port, 8, [ask(member, page, marker, BROWSER)]);
  await loaded(`\`${page}\`, the document`, web, document, PAGE_WARM_UP_MS);
  const { first } = await recordViews(member, page, marker);
  const views: Job = {
    kind: 'views',
    port: bank.port,
    width: 4,
    ms: ROUND_MS,
    asks: replayed(first, marker),
  };
  await loaded('a first view', web, views);

  const customers = await openCustomers(redis, STREAMS);
  const bearers = customers.map((customer) => customer.bearer);
  const streams = await listen({ kind: 'ours', ports: [bank.port], host: bank.host, bearers });
  stops.push(() => streams.stop());
  await sleep(LISTED_MS);
  await streams.count();
  await measured('a tick', { 'a tick: web': web, 'a tick: worker': worker }, async () => {
    await sleep(TICKS_MS);
    return (await streams.count()).events;
  });

  const title =
    "In web process and worker, and in Redis: a search is of 100,000 entries, a tick one of 1,000 customers'. `npx node tests/bench/where.bench.ts`";
  writeBlock('where', title, `${table(NODE_GROUPS, ofNode)}\n\n${table(REDIS_GROUPS, ofRedis)}`);
} finally {
  for (const stop of stops.reverse()) await stop();
  forgetNames(named);
  for (const file of [PERF, `${PERF}.old`]) rmSync(file, { force: true });
}
process.exit(0);
