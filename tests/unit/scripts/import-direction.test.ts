import { describe, expect, test } from 'vitest';
import { importsOf, readSources, wrongImports } from '#scripts/lib/import-direction.mjs';

const files = (sources: Record<string, string>) =>
  new Map(Object.entries(sources).map(([file, text]) => [file, { text, imports: importsOf(file, text) }]));
const faults = (sources: Record<string, string>) => wrongImports(files(sources));

describe('the arrows between the rooms', () => {
  test('hold in this repository', () => expect(wrongImports(readSources('.'))).toEqual([]));

  test('every file of the rooms is read', () => expect(readSources('.').size).toBeGreaterThan(100));

  test.each([
    ['app', 'app/(bank)/overview/page.tsx', "import { x } from '#lib/finance/balance.ts';"],
    ['a feature', 'lib/finance/balance.ts', "import { x } from '#lib/redis/keys.ts';"],
    ['sign-in, of sessions', 'lib/sign-in/login.ts', "import { x } from '#lib/sessions/create.ts';"],
    ['the server', 'server/routes.ts', "const x = import('#app/api/health/route.ts');"],
    ['types of redis', 'worker/main.ts', "import type { X } from 'redis';"],
  ])('%s may use what lies below it', (_name, file, text) => expect(faults({ [file]: text })).toEqual([]));

  test.each([
    ['the base points up', 'lib/money.ts', "import { x } from '#lib/redis/keys.ts';"],
    ['lib/redis points up', 'lib/redis/keys.ts', "import { x } from '#lib/sessions/read.ts';"],
    ['a feature uses another', 'lib/ledger/read.ts', "import { x } from '#lib/notes/notes.ts';"],
    [
      'a feature uses another by a relative path',
      'lib/ledger/read.ts',
      "export * from '../search/filter.ts';",
    ],
    ['a feature uses the app', 'lib/live/feed.ts', "import { x } from '#app/(bank)/overview/data.ts';"],
    ['the worker uses the app', 'worker/main.ts', "import '#app/_words/format.ts';"],
    ['code of the bank uses its tests', 'worker/main.ts', "import { x } from '#tests/setup/bank.ts';"],
    ['a connection is opened outside lib/redis', 'lib/live/feed.ts', "import { createClient } from 'redis';"],
    ['a route handler needs the framework', 'app/api/x/route.ts', "import { cookies } from 'next/headers';"],
    ['the environment is read elsewhere', 'lib/live/feed.ts', 'const x = process.env.PORT;'],
  ])('%s: named', (_name, file, text) => {
    const found = faults({ [file]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(file);
  });

  test('what runs in browsers may not reach Node, however far away', () => {
    const found = faults({
      'app/_client/live/use-live.ts': "'use client';\nimport { x } from '#lib/live/sse.ts';",
      'lib/live/sse.ts': "import { y } from '#lib/log.ts';",
      'lib/log.ts': "import fs from 'node:fs';",
    });
    expect(found).toEqual([
      'app/_client/live/use-live.ts → lib/live/sse.ts → lib/log.ts → node:fs: this would reach the browser',
    ]);
  });
});
