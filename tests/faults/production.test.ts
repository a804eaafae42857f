/**
 * Production as the README starts it, behind something that speaks https: a proxy of ours, with a certificate that only
 * this test believes.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { createUser } from '#lib/identity/users.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { stopChild } from '#scripts/lib/redis/server.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import {
  type Copy,
  copyOfTheBank,
  endAll,
  pidOf,
  type Run,
  redis8OnPath,
  result,
  runIn,
} from './start-runs.ts';

const HOST = 'bank.example';
const PASSWORD = 'correct horse battery';
/** So many that none of them has more under way than one may, however slow the machine. */
const PEOPLE = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay'];
const pem = (name: string) => readFileSync(inRoot('tests/setup/tls', `${name}.pem`));

let copy: Copy;
let redis: Awaited<ReturnType<typeof throwAwayRedis>>;
let proxy: Server;
let env: Record<string, string>;
let port: number;
beforeAll(async () => {
  copy = await copyOfTheBank();
  redis = await throwAwayRedis();
  const deploy = await connectRedis(redis.urls.deploy, { name: 'test', deadlineMs: 5000 });
  const profile = { name: 'Ann Example', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' };
  for (const username of PEOPLE) {
    await createUser(deploy, { username, password: PASSWORD, role: 'user', profile, accounts: [] });
  }
  await deploy.close();
  port = await freePort();
  env = {
    PORT: String(port),
    METRICS_PORT: String(await freePort()),
    WORKER_METRICS_PORT: String(await freePort()),
    BANK_PROFILE: 'production',
    BANK_ORIGIN: `https://${HOST}`,
    BANK_TRUSTED_PROXIES: '127.0.0.1',
    SESSION_SECRETS: `1:${'s'.repeat(40)}`,
    AUDIT_SECRETS: `1:${'a'.repeat(40)}`,
    REDIS_URL: redis.urls.deploy,
    REDIS_WEB_URL: redis.urls.web,
    REDIS_WORKER_URL: redis.urls.worker,
    REDIS_PAYMENTS_URL: redis.urls.payments,
    // Of a machine that does everything at once; what is shown here is not about a slow Redis.
    REDIS_DEADLINE_MS: '5000',
  };
  proxy = createServer({ key: pem('key'), cert: pem('cert') }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forwarded = { ...headers, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
    const onward = plainRequest({ port, method, path: url, headers: forwarded }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  proxy?.close();
  expect(await endAll(copy)).toEqual([]);
  await redis?.stop();
  copy?.remove();
});

type Asked = { method?: string; headers?: Record<string, string>; body?: unknown };

/** As a browser at `https://bank.example` would ask. */
const ask = (path: string, { method = 'GET', headers = {}, body }: Asked = {}) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const sent = request({
        host: '127.0.0.1',
        port: (proxy.address() as AddressInfo).port,
        servername: HOST,
        ca: pem('cert'),
        path,
        method,
        headers: {
          host: HOST,
          ...(body === undefined ? {} : { origin: `https://${HOST}`, 'content-type': 'application/json' }),
          ...headers,
        },
      });
      sent.on('error', reject).on('response', async (answer) => {
        let text = '';
        for await (const chunk of answer.setEncoding('utf8')) text += chunk;
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
      const text = body === undefined ? '' : JSON.stringify(body);
      if (text) sent.setHeader('content-length', Buffer.byteLength(text));
      sent.end(text);
    },
  );

const probe = async (path: string) => {
  const answer = await fetch(`http://127.0.0.1:${env.METRICS_PORT}${path}`);
  return { status: answer.status, body: await answer.json() };
};

test('a Redis that may forget what it showed stops the start, with what to do', async () => {
  const { status, output } = await result(copy, 'start.mjs', [], env);
  expect(status).toBe(1);
  expect(output).toContain(
    'Set appendonly yes and appendfsync always, or accept that with BANK_DURABILITY=second.',
  );
});

test('the README’s own line starts, serves https with its cookie, and says how it is to a probe by address', async () => {
  const admin = await connect(redis.urls.admin, { timeoutMs: 5000 });
  await admin.configSet({ appendfsync: 'always' });
  admin.destroy();
  const run: Run = runIn(copy, 'start.mjs', [], env);
  await run.printed('Redis Bank is ready');
  expect(await probe('/api/ready')).toEqual({
    status: 200,
    body: { status: 'ready', durability: 'always', refused: [], because: null },
  });
  expect((await fetch(`http://127.0.0.1:${port}/api/ready`)).status).toBe(400);
  // Each process has its metrics where no customer comes, and the site has none.
  const metricsAt = (at: string | undefined) =>
    fetch(`http://127.0.0.1:${at}/metrics`).then(
      (answer) => answer.text(),
      () => 'nobody there',
    );
  expect(await metricsAt(env.METRICS_PORT)).toContain('bank_http_request_seconds');
  await expect.poll(() => metricsAt(env.WORKER_METRICS_PORT)).toContain('bank_ticks_total');
  expect((await ask('/metrics')).text).not.toContain('bank_');

  const page = await ask('/login');
  expect([page.status, page.headers['strict-transport-security']]).toEqual([
    200,
    expect.stringMatching(/max-age/),
  ]);
  const body = { username: 'ann', password: PASSWORD };
  const signedIn = await ask('/api/auth/login', { method: 'POST', body });
  const [cookie = ''] = (signedIn.headers['set-cookie'] as string[]).filter((one) => /redisBank=/.test(one));
  expect(cookie).toMatch(/^__Host-redisBank=.*; Path=\/; .*HttpOnly.*Secure/);
  const mine = await ask('/api/session', { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect(JSON.parse(mine.text)).toMatchObject({ username: 'ann' });
  // The demo's lens is nowhere: neither its switch, nor what it tells, nor the files that it links to.
  const headers = { cookie: `${cookie.split(';')[0]}; __Host-redisBankLens=on` };
  const settings = await ask('/settings', { headers });
  expect([settings.status, settings.text.includes(en.lens.text)]).toEqual([200, false]);
  expect((await ask('/api/session', { headers })).headers['server-timing']).toBeUndefined();
  expect((await ask('/lens/README.md', { headers })).status).toBe(404);
  const manifest = readFileSync(
    path.join(copy.folder, '.next/server/server-reference-manifest.json'),
    'utf8',
  );
  const known: Record<string, { exportedName: string }> = JSON.parse(manifest).node;
  const action = Object.keys(known).find((id) => known[id]?.exportedName === 'switchLens') ?? '';
  const switched = await ask('/settings', {
    method: 'POST',
    headers: { ...headers, 'next-action': action, 'content-type': 'text/plain;charset=UTF-8' },
    body: [],
  });
  expect([switched.status, switched.headers['set-cookie']]).toEqual([404, undefined]);

  // Not ready at once, while everything is still served: whoever sends requests here learns it first.
  const asked = performance.now();
  run.child.kill('SIGTERM');
  await expect.poll(async () => (await probe('/api/ready')).status).toBe(503);
  const statuses: number[] = [];
  do {
    statuses.push((await ask('/login')).status);
    await sleep(100);
  } while (performance.now() - asked < 2000);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await run.ended).toBe(0);
});

test('a part that is killed is started again, which is said in one line', async () => {
  redis8OnPath(copy);
  const given = ['REDIS_URL', 'REDIS_WEB_URL', 'REDIS_WORKER_URL', 'REDIS_PAYMENTS_URL'];
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !given.includes(name)));
  const run = runIn(copy, 'start.mjs', [], own);
  await run.printed('Redis Bank is ready');
  // Without its secrets, as cron may run it, there would be a backup with others.
  const bare = await result(copy, 'backup.mjs', [path.join(path.dirname(copy.folder), 'bare')]);
  expect([bare.status, bare.output]).toEqual([
    1,
    expect.stringContaining('Run it with the SESSION_SECRETS and AUDIT_SECRETS of the bank.'),
  ]);
  for (const name of ['web', 'payments', 'worker', 'redis'] as const) {
    const before = pidOf(copy, name);
    process.kill(before, 'SIGKILL');
    await run.printed(
      new RegExp(
        `The ${name} process was ended by SIGKILL; it starts again in 0\\.5 s\\. It said last: .+\\n`,
      ),
    );
    await expect.poll(() => pidIfAny(name)).toBeGreaterThan(0);
    expect(pidOf(copy, name)).not.toBe(before);
    const ready = () =>
      probe('/api/ready').then(
        ({ status }) => status,
        () => 'no answer',
      );
    await expect.poll(ready).toBe(200);
  }
  expect(run.output().match(/starts again/g)).toHaveLength(4);
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
});

/** 0 while there is none. */
function pidIfAny(name: 'web' | 'payments' | 'worker' | 'redis'): number {
  try {
    return pidOf(copy, name);
  } catch {
    return 0;
  }
}

/** One of several web processes behind a balancer, which asks each of them every 200 ms whether it is ready. */
class Web {
  ready = false;
  #child: ReturnType<typeof spawn> | undefined;
  readonly #ports: { PORT: string; METRICS_PORT: string };

  constructor(ports: { PORT: string; METRICS_PORT: string }) {
    this.#ports = ports;
  }

  get port() {
    return Number(this.#ports.PORT);
  }

  /** Of the build in that folder. */
  start(folder = inRoot()) {
    this.#child = spawn(process.execPath, [path.join(folder, 'server/main.ts')], {
      cwd: folder,
      env: { ...process.env, ...env, REDIS_URL: redis.urls.web, ...this.#ports, NODE_ENV: 'production' },
      stdio: 'ignore',
    });
  }

  async stop() {
    this.#child?.kill('SIGTERM');
    if (this.#child) await stopChild(this.#child, 20_000);
  }

  async look() {
    const asked = fetch(`http://127.0.0.1:${this.#ports.METRICS_PORT}/api/ready`);
    this.ready = await asked.then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

const newWeb = async () =>
  new Web({ PORT: String(await freePort()), METRICS_PORT: String(await freePort()) });

/** As a later build: files and actions of the one before have other names, and pages say which they are of. */
function makeAnotherBuild({ folder }: Copy): { assets: string; action: string } {
  const build = path.join(folder, '.next');
  const id = readFileSync(path.join(build, 'BUILD_ID'), 'utf8');
  const manifest = readFileSync(path.join(build, 'server/server-reference-manifest.json'), 'utf8');
  const actions = [...new Set(manifest.match(/[0-9a-f]{42}/g))];
  const other = (name: string) => name.slice(0, 2) + [...name.slice(2)].reverse().join('');
  for (const name of readdirSync(build, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(build, name);
    if (!/(?:\.(?:js|json|html|rsc)|BUILD_ID)$/.test(name) || !statSync(file).isFile()) continue;
    const before = readFileSync(file, 'utf8');
    const after = [id, ...actions].reduce((text, one) => text.replaceAll(one, other(one)), before);
    if (after !== before) writeFileSync(file, after);
  }
  renameSync(path.join(build, 'static', id), path.join(build, 'static', other(id)));
  return { assets: `/_next/static/${id}/_buildManifest.js`, action: actions[0] ?? '' };
}

const askWeb = (web: Web, path: string, { method = 'GET', headers = {}, body }: Asked = {}) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const length = text === '' ? {} : { 'content-length': Buffer.byteLength(text) };
    const all = { host: HOST, ...length, ...headers };
    plainRequest({ port: web.port, path, method, headers: all }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    })
      .on('error', reject)
      .end(text);
  });

const statusOf = (web: Web, path: string, headers: Record<string, string> = {}) =>
  askWeb(web, path, { headers }).then(
    ({ status }) => status,
    (error: Error) => error.message,
  );

/** The cookie of a new session. */
async function signedIn(web: Web, username: string): Promise<string> {
  const body = { username, password: PASSWORD };
  const headers = { origin: `https://${HOST}`, 'content-type': 'application/json' };
  const { status, headers: answered } = await askWeb(web, '/api/auth/login', {
    method: 'POST',
    headers,
    body,
  });
  expect(status).toBe(200);
  const cookies = [answered['set-cookie'] ?? []].flat();
  return cookies.map((one) => one.split(';')[0]).join('; ');
}

/** A live stream as a tab keeps it: opened again at whichever web is ready, from the last id it has. */
function keepListening(web: () => Web | undefined, cookie: string) {
  const statuses: (number | string)[] = [];
  let last = '';
  let stopped = false;
  let hangUp = () => {};
  const listen = () =>
    new Promise<void>((resolve) => {
      const port = web()?.port ?? 0;
      const headers = { host: HOST, cookie, ...(last ? { 'last-event-id': last } : {}) };
      const request = plainRequest({ port, path: '/api/events', headers }, (answer) => {
        statuses.push(answer.statusCode ?? 0);
        answer.setEncoding('utf8').on('data', (text: string) => {
          last = /(?:^|\n)id: (\S+)/.exec(text)?.[1] ?? last;
        });
        answer.on('close', resolve);
      });
      request.on('error', () => resolve());
      request.end();
      hangUp = () => request.destroy();
    });
  const listening = (async () => {
    while (!stopped) {
      await listen();
      if (!stopped) await sleep(100);
    }
  })();
  return async () => {
    stopped = true;
    hangUp();
    await listening;
    return statuses;
  };
}

const MAX_UNDER_WAY = 8;

test('two webs are updated one after another at 50 requests a second: none fails, nobody is signed out', async () => {
  const before = makeAnotherBuild(copy);
  const first = await newWeb();
  const webs = [first, await newWeb()];
  const looking = setInterval(() => webs.forEach((web) => void web.look()), 200);
  const answers: Promise<number | string>[] = [];
  let loading: NodeJS.Timeout | undefined;
  const ready = (web: Web) => expect.poll(() => web.ready, { timeout: 60_000, interval: 50 }).toBe(true);
  try {
    for (const web of webs) web.start();
    for (const web of webs) await ready(web);
    const cookies: string[] = [];
    for (const username of PEOPLE) cookies.push(await signedIn(first, username));
    const [cookie = ''] = cookies;
    const stopListening = keepListening(() => webs.find((web) => web.ready), cookie);
    const mine = ['/api/session', '/security', '/api/health', '/api/me/audit'];
    let [turn, underWay] = [0, 0];
    loading = setInterval(() => {
      // A machine with all suites on it may do less; what waits at a web that stops is to end in time.
      if (underWay >= MAX_UNDER_WAY) return;
      const able = webs.filter((web) => web.ready);
      const web = able[turn++ % Math.max(1, able.length)];
      const who = turn % PEOPLE.length;
      const headers = { cookie: cookies[who] ?? '', 'x-forwarded-for': `203.0.113.${who}` };
      if (!web) return void answers.push(Promise.resolve('nobody'));
      underWay++;
      const answer = statusOf(web, mine[Math.floor(turn / PEOPLE.length) % mine.length] ?? '', headers);
      answers.push(answer.finally(() => underWay--));
    }, 20);
    for (const web of webs) {
      await web.stop();
      await expect.poll(() => web.ready).toBe(false);
      web.start(copy.folder);
      await ready(web);
    }
    await expect.poll(() => answers.length).toBeGreaterThan(200);
    clearInterval(loading);
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
    const streams = await stopListening();
    expect(new Set(streams)).toEqual(new Set([200]));
    expect(streams.length).toBeGreaterThan(1);

    // What a page of the build before asks for: its browser is told that it is gone, and reloads.
    expect(await statusOf(first, before.assets, { cookie })).toBe(404);
    const headers = { cookie, origin: `https://${HOST}`, 'content-type': 'text/plain' };
    const action = { method: 'POST', headers: { ...headers, 'next-action': before.action }, body: [] };
    const { status, headers: answered } = await askWeb(first, '/security', action);
    expect([status, answered['x-nextjs-action-not-found']]).toEqual([409, '1']);
  } finally {
    clearInterval(looking);
    clearInterval(loading);
    await Promise.all(webs.map((web) => web.stop()));
  }
}, 180_000);
