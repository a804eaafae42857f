import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { holder, takeLock } from '#scripts/lib/lock.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

/** What the lock leaves in its folder. */
const leftIn = (folder: string) => readdirSync(folder);

describe('one start a folder', () => {
  test('the second is told who the first is, and may begin when that one is gone', async () => {
    const folder = temporaryFolder();
    const first = await takeLock('the first', folder);
    const second = await takeLock('the second', folder);
    expect(second).toMatchObject({ pid: process.pid, what: 'the first' });
    expect(await holder(folder)).toMatchObject({ what: 'the first' });
    if ('release' in first) first.release();
    expect(leftIn(folder)).toEqual([]);
    const third = await takeLock('the third', folder);
    expect(third).toHaveProperty('release');
    if ('release' in third) third.release();
  });

  test('of many at once exactly one gets it', async () => {
    const folder = temporaryFolder();
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, index) => takeLock(`start ${index}`, folder)),
    );
    const won = taken.filter((each) => 'release' in each);
    expect(won).toHaveLength(1);
    for (const each of won) each.release();
  });

  const gone = spawnSync('true').pid;
  test.each([
    [
      'of a process that was killed',
      async () => JSON.stringify({ pid: gone, port: await freePort(), what: 'dead' }),
    ],
    [
      'of a pid that another program has by now',
      async () => JSON.stringify({ pid: process.pid, port: await freePort(), what: 'dead' }),
    ],
    ['that is empty', async () => ''],
    ['that is not JSON', async () => '{"pid": 12'],
    ['of another shape', async () => 'null'],
    ['with a port that is none', async () => '{"pid": 1, "port": 99999999}'],
  ])('a lock %s holds nobody up', async (_name, content) => {
    const folder = temporaryFolder();
    const lock = file(folder, 'start.lock', await content());
    const taken = await takeLock('a start', folder);
    expect(taken).toHaveProperty('release');
    if ('release' in taken) taken.release();
    expect(existsSync(lock)).toBe(false);
    expect(leftIn(folder)).toEqual([]);
  });
});
