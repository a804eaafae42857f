import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { lanAddress } from '#scripts/lib/lan.mjs';
import { which } from '#scripts/lib/process.mjs';
import { isNewEnough } from '#scripts/lib/runtime.mjs';
import { file, program, temporaryFolder } from './fake-programs.ts';

const address = (text: string, internal = false): NetworkInterfaceInfo[] => [
  { address: text, family: 'IPv4', internal, netmask: '', mac: '', cidr: null },
];

describe('the address a phone can reach', () => {
  test('is one of the local network, before any other', () => {
    expect(
      lanAddress({
        lo: address('127.0.0.1', true),
        tun0: address('100.64.1.2'),
        wlan0: address('192.168.1.20'),
      }),
    ).toBe('192.168.1.20');
  });

  test('is never that of a bridge inside this machine', () => {
    expect(lanAddress({ docker0: address('172.17.0.1'), eth0: address('10.0.0.7') })).toBe('10.0.0.7');
  });

  test('that does not exist is said', () => {
    expect(() => lanAddress({ lo: address('127.0.0.1', true) })).toThrow('so --lan has nothing to serve');
  });
});

test.each([
  ['v24.21.0', true],
  ['v24.7.0', true],
  ['v25.0.0', true],
  ['v24.6.9', false],
  ['v22.18.0', false],
  ['v20.20.2', false],
])('Node %s can run the bank: %s', (version, can) => expect(isNewEnough(version)).toBe(can));

test('a process is told the addresses of its own Redis user alone, and its own secrets', () => {
  const urls = {
    admin: 'redis://admin',
    web: 'redis://web',
    worker: 'redis://worker',
    payments: 'redis://payments',
    deploy: 'redis://deploy',
  };
  const env = {
    PATH: '/bin',
    REDIS_URL: urls.admin,
    REDIS_WEB_URL: urls.web,
    REDIS_WORKER_URL: urls.worker,
    REDIS_PAYMENTS_URL: urls.payments,
    ...{ SESSION_SECRETS: '1:old', AUDIT_SECRETS: '1:audit' },
  };
  const secretsOf = {
    web: ['1:audit', '1:secret'],
    worker: [],
    payments: [],
    deploy: ['1:audit', '1:secret'],
  };
  for (const part of ['web', 'worker', 'payments', 'deploy'] as const) {
    const told = environmentFor(part, {
      env,
      urls,
      sessionSecrets: '1:secret',
      more: { AUDIT_SECRETS: '1:audit' },
    });
    const values = Object.values(told).filter((value) => value !== undefined);
    expect(values.filter((value) => value.startsWith('redis://'))).toEqual(Array(4).fill(urls[part]));
    expect(values.filter((value) => value.startsWith('1:')).sort()).toEqual(secretsOf[part]);
    expect(told.PATH).toBe('/bin');
  }
});

test('a program on PATH is a file that can be run', () => {
  const [first, second] = [temporaryFolder(), temporaryFolder()];
  file(first, 'tool');
  const tool = program(second, 'tool', 'exit 0');
  program(`${first}/redis-cli`, 'inner', 'exit 0');
  expect(which('tool', `${first}:${second}`)).toBe(tool);
  expect(which('redis-cli', first)).toBeNull();
  expect(which('tool', '')).toBeNull();
});
