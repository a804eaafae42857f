import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composePasswords } from '#scripts/lib/redis/docker.mjs';
import { newPasswords, renderAcl, USERS, urlsFor } from '#scripts/lib/redis/users.mjs';
import { program, temporaryFolder } from './fake-programs.ts';

const compose = readFileSync('docker-compose.yml', 'utf8');
type Service = { user?: string; environment: Record<string, unknown> };

describe('the users of Redis', () => {
  const passwords = newPasswords();
  const acl = renderAcl(passwords);

  test('are all in the file, and the default user is off', () => {
    const names = acl
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[1]);
    expect(names).toEqual(['default', ...USERS]);
    expect(acl).toContain('user default off resetpass ');
  });

  test('have no password in clear, and no gap where one belongs', () => {
    for (const user of USERS) expect(acl).not.toContain(passwords[user]);
    expect(acl).not.toMatch(/[{}]{2}|^#/m);
    expect(acl.match(/ #[0-9a-f]{64} /g)).toHaveLength(5);
  });

  test('have addresses that need no escaping', () => {
    for (const [user, address] of Object.entries(urlsFor(passwords, 6380))) {
      expect(new URL(address)).toMatchObject({ username: user, hostname: '127.0.0.1', port: '6380' });
      expect(new URL(address).password).toBe(passwords[user as keyof typeof passwords]);
    }
  });
});

describe('docker-compose.yml', () => {
  test('is given every variable without which it does not start', () => {
    const needed = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect(needed.length).toBeGreaterThan(5);
    for (const name of needed) expect(Object.keys(composePasswords())).toContain(name);
  });

  test('publishes no port beyond this machine', () => {
    const published = [...compose.matchAll(/^\s+- "([^"]+:\d+)"$/gm)].map(([, port]) => port);
    expect(published).toHaveLength(3);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('gives no container a right it does not need, nor more of the machine than its share', () => {
    const { services } = parse(compose, { merge: true }) as { services: Record<string, Service> };
    expect(Object.keys(services)).toEqual(['redis', 'deploy', 'app', 'worker', 'payments', 'redisinsight']);
    for (const [name, service] of Object.entries(services)) {
      expect(service, name).toMatchObject({
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        read_only: true,
        tmpfs: [expect.stringMatching(/^\/tmp:.*size=/)],
        pids_limit: expect.any(Number),
        mem_limit: expect.stringMatching(/^\d+[mg]$/),
      });
      expect(service, name).not.toHaveProperty('privileged');
      expect(service, name).not.toHaveProperty('cap_add');
    }
    // Its image would begin as root; the bank's own begins as `node` (Dockerfile).
    expect(services.redis?.user).toBe('redis');
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^USER node$/m);
  });

  test('tells each container the passwords and secrets that it needs, and RedisInsight, whose page asks nobody, none', () => {
    const { services } = parse(compose, { merge: true }) as { services: Record<string, Service> };
    const told = Object.entries(services).map(([name, { environment }]) => {
      const users = [...JSON.stringify(environment).matchAll(/REDIS_([A-Z]+)_PASSWORD:\?/g)];
      return [name, users.map(([, user]) => user)];
    });
    expect(Object.fromEntries(told)).toEqual({
      redis: ['ADMIN', 'WEB', 'WORKER', 'PAYMENTS', 'DEPLOY'],
      deploy: ['DEPLOY'],
      app: ['WEB'],
      worker: ['WORKER'],
      payments: ['PAYMENTS'],
      redisinsight: [],
    });
    const knows = Object.entries(services).filter(([, { environment }]) =>
      /SECRET/.test(JSON.stringify(environment)),
    );
    expect(knows.map(([name]) => name)).toEqual(['deploy', 'app']);
  });

  test('takes volumes, images and files that exist here', () => {
    expect(compose).toContain('./redis:/redisbank:ro');
    expect(compose).toContain('/redisbank/container.sh');
  });
});

test("in a container the users are those of the start, and the image's entry point gets redis-server", () => {
  const folder = temporaryFolder();
  program(folder, 'docker-entrypoint.sh', 'echo "$@"');
  const passwords = newPasswords();
  const given = Object.fromEntries(
    USERS.map((user) => [`REDIS_${user.toUpperCase()}_PASSWORD`, passwords[user]]),
  );
  const env = { PATH: `${folder}:${process.env.PATH}`, TMPDIR: folder, ...given };
  const started = execFileSync('sh', ['redis/container.sh'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  expect(started.trim()).toBe(`redis-server ${folder}/redis.conf`);
  expect(readFileSync(path.join(folder, 'users.acl'), 'utf8')).toBe(renderAcl(passwords));
  const config = readFileSync(path.join(folder, 'redis.conf'), 'utf8');
  expect(config).toContain('appendonly yes');
  expect(config).toContain('search-on-timeout fail');
  expect(config.lastIndexOf('bind * -::*')).toBeGreaterThan(config.indexOf('bind 127.0.0.1'));
});
