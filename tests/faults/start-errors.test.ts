/** What stops a start: one sentence that names the cause and what to do, nothing left running, and no data touched. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '#scripts/lib/ports.mjs';
import { seededData } from '#tests/setup/seeded.ts';
import { type Copy, copyOfTheBank, endAll, onPath, result, STACK } from './start-runs.ts';

let copy: Copy;
let PORT: string;
beforeAll(async () => {
  copy = await copyOfTheBank();
  PORT = String(await freePort());
});
afterEach(async () => expect(await endAll(copy)).toEqual([]));
afterAll(() => copy.remove());

/** Files of its own instead of the shared ones, with one of them cut off. */
function cutOff(name: string): void {
  const stack = path.join(copy.folder, '.data/redis-stack');
  rmSync(stack);
  cpSync(STACK, stack, { recursive: true });
  truncateSync(path.join(stack, name), 500_000);
}

async function withoutManifest(): Promise<void> {
  const folder = path.join(copy.folder, '.data/redis/appendonlydir');
  cpSync(await seededData(), folder, { recursive: true });
  rmSync(path.join(folder, 'appendonly.aof.manifest'));
}

test.each([
  [
    'a server program that is cut off',
    () => cutOff('bin/redis-server'),
    /✗ A file of embedded Redis Stack 7\.4 is cut off \(\S*.*bin\/redis-server has 500000 bytes and needs \d+ or more\): delete .*redis-stack and start again, which fetches it anew\.\n$/,
  ],
  [
    'a module that is cut off',
    () => cutOff('lib/redisearch.so'),
    /✗ A file of embedded Redis Stack 7\.4 is cut off \(.*lib\/redisearch\.so has 500000 bytes and needs \d+ or more\): delete .*\.\n$/,
  ],
  [
    'data without their manifest',
    withoutManifest,
    /✗ \S.*\.data\/redis\/appendonlydir holds data but not appendonly\.aof\.manifest, without which Redis would begin empty: put that file back from a copy, or move .* away to begin afresh\.\n$/,
  ],
  [
    'a redis-server on PATH without modules, which is passed over with a word',
    async () => {
      onPath(copy.bin, 'redis-server', 'echo "Redis server v=8.2.3 sha=00000000:0 bits=64"');
      await withoutManifest();
    },
    / {2}note: the redis-server 8\.2\.3 on PATH has no modules in \.\.\/lib\/redis\/modules; it is passed over\n/,
  ],
])('%s', async (_name, damage, sentence) => {
  await damage();
  const data = path.join(copy.folder, '.data/redis/appendonlydir');
  const before = contents(data);
  const { status, output } = await result(copy, 'start.mjs', [], { PORT });
  expect(output).toMatch(sentence);
  expect(output).not.toMatch(/at .*\.mjs:\d+/);
  expect(status).toBe(1);
  expect(contents(data)).toEqual(before);
  for (const name of ['redis-stack', 'redis'])
    rmSync(path.join(copy.folder, '.data', name), { recursive: true, force: true });
  symlinkSync(STACK, path.join(copy.folder, '.data/redis-stack'));
});

/** The files of a folder with their bytes; empty when there is none. */
function contents(folder: string): [string, string][] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'base64')]);
}
