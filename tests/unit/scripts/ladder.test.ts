import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { givenRedis, shownAddress } from '#scripts/lib/redis/given.mjs';
import { noRedis } from '#scripts/lib/redis/ladder.mjs';
import { embeddedObstacle, installedProgram } from '#scripts/lib/redis/programs.mjs';
import { MODULES } from '#scripts/lib/redis/server.mjs';
import { file, program, temporaryFolder } from './fake-programs.ts';

const REASONS = {
  installed: 'there is none',
  docker: 'there is no docker on PATH',
  embedded: 'it needs Python 3 with pip',
};

describe('when there is no Redis, one message lists every way and why it was not taken', () => {
  test.each([
    ['linux', 'https://redis.io/docs/latest/operate/oss_and_stack/install/'],
    ['darwin', 'brew install --cask redis/redis/redis'],
    ['win32', 'inside WSL'],
  ] as const)('on %s', (platform, install) => {
    const lines = noRedis(REASONS, platform).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain('REDIS_URL=redis://… npm start');
    expect(lines[2]).toContain(install);
    expect(lines[2]).toContain('(there is none)');
    expect(lines[3]).toContain('Docker (there is no docker on PATH)');
    expect(lines[4]).toContain('embedded Redis Stack (it needs Python 3 with pip)');
  });
});

describe('the embedded Redis says where it cannot be used', () => {
  test('outside of Linux on x86_64', () => {
    expect(embeddedObstacle('darwin', 'arm64', {})).toBe(
      'it exists for Linux on x86_64, not for darwin on arm64',
    );
    expect(embeddedObstacle('linux', 'arm64', {})).toContain('not for linux on arm64');
  });

  test('in the production profile, whatever the machine', () => {
    expect(embeddedObstacle('linux', 'x64', { BANK_PROFILE: 'production' })).toContain('not for production');
  });

  test('without Python, and not with it', () => {
    const bin = temporaryFolder();
    expect(embeddedObstacle('linux', 'x64', { PATH: bin }, bin)).toBe('it needs Python 3 with pip');
    program(bin, 'python3', 'exit 0');
    expect(embeddedObstacle('linux', 'x64', { PATH: bin }, bin)).toBeNull();
  });

  test('but needs no Python any more once it was fetched', () => {
    const bin = temporaryFolder();
    file(bin, 'complete');
    expect(embeddedObstacle('linux', 'x64', { PATH: bin }, bin)).toBeNull();
  });
});

describe('an installed server is used only if it can carry the bank', () => {
  /** `<folder>/bin/redis-server` that says this of itself, with or without its modules. */
  function redisServer(says: string, modules: readonly string[] = []): { PATH: string; folder: string } {
    const folder = temporaryFolder();
    program(path.join(folder, 'bin'), 'redis-server', `echo '${says}'`);
    for (const name of modules) file(folder, `lib/redis/modules/${name}`);
    return { PATH: path.join(folder, 'bin'), folder };
  }
  const REDIS_8 = 'Redis server v=8.2.3 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1';

  test('Redis 8 with its modules beside it', async () => {
    const { PATH, folder } = redisServer(REDIS_8, MODULES);
    const { program: found } = await installedProgram({ PATH });
    expect(found).toMatchObject({
      name: 'redis-server 8.2.3 on PATH',
      generation: '8',
      lib: path.join(folder, 'lib/redis/modules'),
    });
  });

  test('Redis 8 reached by a link, as Homebrew and /usr/bin have it', async () => {
    const { PATH, folder } = redisServer(REDIS_8, MODULES);
    const bin = path.join(temporaryFolder(), 'bin');
    mkdirSync(bin);
    symlinkSync(path.join(PATH, 'redis-server'), path.join(bin, 'redis-server'));
    const { program: found } = await installedProgram({ PATH: bin });
    expect(found?.lib).toBe(path.join(folder, 'lib/redis/modules'));
  });

  test.each([
    [
      'Redis 8 that was built without modules',
      REDIS_8,
      MODULES.slice(1),
      'the redis-server 8.2.3 on PATH has no modules in ../lib/redis/modules',
    ],
    [
      'an older Redis',
      'Redis server v=7.0.15 sha=00000000:0 bits=64',
      MODULES,
      'the redis-server on PATH is 7.0.15, too old or another',
    ],
    [
      'Valkey under its name',
      'Valkey server v=8.0.1 sha=00000000:0 bits=64',
      MODULES,
      'the redis-server on PATH is not Redis, too old or another',
    ],
  ])('not %s', async (_name, says, modules, obstacle) => {
    const { PATH } = redisServer(says, modules);
    expect(await installedProgram({ PATH })).toEqual({ program: null, obstacle });
  });

  test('Redis Stack, with its modules', async () => {
    const folder = temporaryFolder();
    program(path.join(folder, 'bin'), 'redis-stack-server', 'exit 0');
    program(path.join(folder, 'bin'), 'redis-server', 'exit 0');
    for (const name of MODULES) file(folder, `lib/${name}`);
    // Its own redis-server may be on PATH too; it is 7.4, and its modules are elsewhere.
    const { program: found } = await installedProgram({ PATH: path.join(folder, 'bin') });
    expect(found).toMatchObject({
      name: 'redis-stack-server on PATH',
      generation: '7.4',
      lib: path.join(folder, 'lib'),
      cli: null,
    });
  });

  test('nothing, where nothing is', async () => {
    expect(await installedProgram({ PATH: temporaryFolder() })).toEqual({
      program: null,
      obstacle: 'there is none',
    });
  });
});

describe('REDIS_URL', () => {
  test.each(['http://localhost:6379', 'localhost:6379', 'redis://[', 'redis:'])(
    '"%s" is refused',
    async (REDIS_URL) => {
      await expect(givenRedis({ REDIS_URL })).rejects.toThrow(
        'REDIS_URL must be an address that begins with redis:// or rediss://.',
      );
    },
  );

  test('is shown without its user and password', () => {
    expect(shownAddress('rediss://bank:secret@redis.example:6380/1')).toBe('rediss://redis.example:6380');
  });

  test('that cannot be reached is named without its password', async () => {
    const refused = givenRedis({ REDIS_URL: 'redis://admin:hidden@127.0.0.1:1' });
    await expect(refused).rejects.toThrow(
      /^The Redis that REDIS_URL names \(redis:\/\/127\.0\.0\.1:1\) cannot be used: .*ECONNREFUSED/,
    );
  });
});
