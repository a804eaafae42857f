import { readdirSync, readFileSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '#scripts/lib/ports.mjs';
import {
  type Copy,
  copyOfTheBank,
  endAll,
  nothingLeft,
  pidOf,
  redisLog,
  result,
  runIn,
} from './start-runs.ts';

let copy: Copy;
let PORT: string;
beforeAll(async () => {
  copy = await copyOfTheBank();
  PORT = String(await freePort());
});
afterEach(async () => expect(await endAll(copy)).toEqual([]));
afterAll(() => copy.remove());

const start = () => runIn(copy, 'start.mjs', [], { PORT });
const READY = 'Redis Bank is ready';

/** When a line of the copy's processes was written, by their own clocks. */
const loggedAt = (output: string, name: string, message: string) =>
  Date.parse(
    new RegExp(`\\[${name}\\] \\{"at":"([^"]+)"[^\\n]*"message":"${message}"`).exec(output)?.[1] ?? '',
  );

describe('a start', () => {
  test('on a fresh folder ends with a bank that answers, and stops web, payments, worker and Redis in that order', async () => {
    const run = start();
    await run.printed(READY);
    expect(run.output()).toMatch(/✓ redis +embedded Redis Stack 7\.4, port \d+/);
    expect(run.output()).toMatch(/✓ history +[\d,]+ entries/);
    expect((await fetch(`http://localhost:${PORT}/api/ready`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${PORT}/api/health`)).status).toBe(200);

    const second = await result(copy, 'start.mjs', [], { PORT });
    expect(second.status).toBe(1);
    expect(second.output).toBe(
      `✗ Redis Bank already runs from this folder: http://localhost:${PORT} (process ${run.child.pid}).\n`,
    );
    expect((await result(copy, 'redis-cli.mjs', ['ACL', 'WHOAMI'])).output.trim()).toBe('admin');
    // Without a limit the system would end Redis instead of Redis refusing a write.
    const limit = (await result(copy, 'redis-cli.mjs', ['CONFIG', 'GET', 'maxmemory'])).output;
    expect(Number(/(\d+)\s*$/.exec(limit)?.[1])).toBeGreaterThan(1e8);
    const link = await result(copy, 'job.mjs', ['ops/user.ts', 'reset', 'bob']);
    expect(link.output).toContain(`http://localhost:${PORT}/reset?token=`);
    const data = path.join(copy.folder, '.data');
    expect(statSync(data).mode & 0o777).toBe(0o700);
    const written = readdirSync(path.join(data, 'redis/appendonlydir'));
    const modes = written.map((name) => statSync(path.join(data, 'redis/appendonlydir', name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));

    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(await nothingLeft(copy, 1000)).toEqual([]);
    const web = loggedAt(run.output(), 'web', 'stopping');
    const payments = loggedAt(run.output(), 'payments', 'payments process stopped');
    const worker = loggedAt(run.output(), 'worker', 'worker stopped');
    const redis = /:signal-handler \((\d+)\) Received SIGTERM/.exec(redisLog(copy))?.[1];
    expect(web).toBeLessThanOrEqual(payments);
    expect(payments).toBeLessThanOrEqual(worker);
    // Redis writes whole seconds.
    expect(Math.floor(worker / 1000)).toBeLessThanOrEqual(Number(redis));
    expect(redisLog(copy)).toContain('ready to exit, bye bye');
  });

  test('of a folder that ran before does nothing again, takes another port where that of its Redis is busy, and stops once however often it is asked', async () => {
    const known = JSON.parse(readFileSync(path.join(copy.folder, '.data/state.json'), 'utf8')).redis.port;
    const server = net.createServer().listen(known, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const run = start();
    await run.printed(READY);
    server.close();
    expect(run.output()).toMatch(/✓ packages +installed \d/);
    expect(run.output()).toMatch(/✓ history +The demo is loaded already/);
    expect(run.output()).toMatch(/✓ build +unchanged/);
    const port = Number(/embedded Redis Stack 7\.4, port (\d+)/.exec(run.output())?.[1]);
    expect(port).not.toBe(known);
    // It is remembered.
    expect((await result(copy, 'redis-cli.mjs', ['PING'])).output.trim()).toBe('PONG');
    run.child.kill('SIGINT');
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(run.output().match(/stopping web, payments, worker and Redis/g)).toHaveLength(1);
  });

  // After the build web, payments and worker are coming up.
  test.each(['packages', 'redis', 'build'])('cancelled after the step "%s" leaves nothing', async (step) => {
    const run = start();
    await run.printed(step === 'packages' ? '✓ packages' : new RegExp(`✓ ${step}`));
    run.child.kill('SIGINT');
    const status = await run.ended;
    expect(status).toBe(130);
    expect(await nothingLeft(copy, 1000)).toEqual([]);
    expect(run.output()).not.toMatch(/at .*\.mjs:\d+/);
  });
});

// One that the start's supervisor began, and the one that it only watches; production.test.ts ends each of the four.
describe('what ends unasked ends the rest, with its name and its last words', () => {
  test.each(['web', 'redis'] as const)('%s', async (name) => {
    const run = start();
    await run.printed(READY);
    process.kill(pidOf(copy, name), 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(await nothingLeft(copy, 1000)).toEqual([]);
    expect(run.output()).toContain(
      `The ${name} process was ended by SIGKILL; everything else is stopped.\nIts last lines:\n`,
    );
  });

  test('the start itself, killed: its processes follow it', async () => {
    const run = start();
    await run.printed(READY);
    run.child.kill('SIGKILL');
    await run.ended;
    expect(await nothingLeft(copy)).toEqual([]);
    expect(redisLog(copy)).toContain('ready to exit, bye bye');
  });
});

describe('what is in the way is said in one sentence, and nothing is left running', () => {
  test('a busy port', async () => {
    const server = net.createServer().listen(Number(PORT), '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { status, output } = await result(copy, 'start.mjs', [], { PORT });
    server.close();
    expect(status).toBe(1);
    expect(output.trim()).toMatch(
      new RegExp(`✗ Port ${PORT} is in use by another program; choose another one: PORT=\\d+ npm start$`),
    );
  });

  test('a PORT that is none, an argument nobody knows', async () => {
    expect((await result(copy, 'start.mjs', [], { PORT: 'abc' })).output).toBe(
      '✗ PORT must be a number from 1 to 65535, not "abc".\n',
    );
    expect((await result(copy, 'start.mjs', ['--lna'])).output).toBe(
      '✗ Unknown argument --lna; what there is: --help, --lan, --dev.\n',
    );
  });

  test('a configuration with faults: all of them, and nothing else', async () => {
    const faulty = { PORT, BANK_TIME_ZONE: 'Mars/Olympus', LEDGER_MAX_ENTRIES: '7' };
    const { status, output } = await result(copy, 'start.mjs', [], faulty);
    expect(status).toBe(1);
    expect(output.split('✗ ')[1]).toMatch(
      /^The configuration has 2 fault\(s\):\n {2}BANK_TIME_ZONE is not a time zone .*\n {2}LEDGER_MAX_ENTRIES .*\n$/,
    );
  });

  test('a Redis that is not running, asked for by redis-cli', async () => {
    const { status, output } = await result(copy, 'redis-cli.mjs', ['PING']);
    expect(status).toBe(1);
    expect(output).toBe('✗ No Redis of this folder is running: npm start starts one, or set REDIS_URL.\n');
  });
});
