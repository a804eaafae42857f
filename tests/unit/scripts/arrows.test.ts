import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRoot } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';

/** [what is wrong, its rule, the file, what the file says] */
const WRONG: [string, string, string, string][] = [
  ['the base uses lib/redis', 'lib/[^/]+(?=\\.ts$)', 'lib/a.ts', "import '#lib/redis/keys.ts';"],
  ['lib/redis uses a feature', 'lib/redis', 'lib/redis/a.ts', "import '#lib/sessions/read-session.ts';"],
  ['lib/http uses a feature', 'lib/http', 'lib/http/a.ts', "import '#lib/sessions/read-session.ts';"],
  ['a feature uses another', 'lib/ledger', 'lib/ledger/a.ts', "import '#lib/notes/notes.ts';"],
  ['it does so by a relative path', 'lib/ledger', 'lib/ledger/b.ts', "export * from '../notes/notes.ts';"],
  ['it does so for a type', 'lib/ledger', 'lib/ledger/c.ts', "import type { X } from '#lib/notes/notes.ts';"],
  [
    'it does so while it runs',
    'lib/ledger',
    'lib/ledger/d.ts',
    "export const x = import('#lib/notes/notes.ts');",
  ],
  ['a feature uses the app', 'lib/live', 'lib/live/a.ts', "import '#app/_words/format.ts';"],
  ['a feature is not declared', 'undeclared', 'lib/new/a.ts', "import '#lib/notes/notes.ts';"],
  [
    'a connection is opened elsewhere',
    'redis-package',
    'lib/live/b.ts',
    "import { createClient } from 'redis';",
  ],
  ['demo uses the worker', 'demo', 'demo/a.ts', "import '#worker/worker.ts';"],
  ['the worker uses the app', 'worker', 'worker/a.ts', "import '#app/_words/format.ts';"],
  ['ops use the server', 'ops', 'ops/a.ts', "import '#server/main.ts';"],
  ['the server uses a page', 'server', 'server/a.ts', "import '#app/(bank)/overview/page.tsx';"],
  ['the app uses the server', 'app', 'app/a.ts', "import '#server/main.ts';"],
  ['the kit uses a feature', 'app/_kit', 'app/_kit/a.tsx', "import '#lib/ledger/ledger-entry.ts';"],
  ['words use the client', 'app/_words', 'app/_words/a.ts', "import '#app/_client/call.ts';"],
  ['the client uses the frame', 'app/_client', 'app/_client/a.ts', "import '#app/_frame/nav.tsx';"],
  ['the frame uses a page', 'app/_frame', 'app/_frame/a.tsx', "import '#app/(bank)/overview/page.tsx';"],
  ['_access uses the client', 'app/_access', 'app/_access/a.ts', "import '#app/_client/call.ts';"],
  ['an endpoint uses a page', 'endpoints', 'app/api/a/route.ts', "import '#app/(bank)/overview/data.ts';"],
  [
    'an endpoint needs the framework',
    'endpoints-without-next',
    'app/api/b/route.ts',
    "import 'next/headers';",
  ],
  ['the browser runs an endpoint', 'endpoint-types', 'app/_client/b.ts', "import '#app/api/x/route.ts';"],
  ['data uses its view', 'page-data', 'app/(bank)/new/data.ts', "import './page.tsx';"],
  ['data uses a part of its view', 'page-data', 'app/(bank)/other/data.ts', "import './_list/list.ts';"],
  [
    'a page uses parts of another',
    'page-parts',
    'app/(bank)/new/page.tsx',
    "import '../overview/_balance/chart.tsx';",
  ],
  ['the bank uses its tests', 'product', 'worker/b.ts', "import '#tests/setup/start-bank.ts';"],
  ['a file is missing', 'unresolved', 'worker/c.ts', "import '#lib/missing.ts';"],
  ['nobody uses a file', 'orphan', 'worker/orphan.ts', 'export const x = 1;'],
  ['two files need each other', 'cycle', 'worker/first.ts', "import './second.ts';"],
];

const RIGHT: [string, string, string][] = [
  [
    'a page',
    'app/(bank)/overview/page.tsx',
    "import { x } from './_balance/chart.tsx';\nimport './data.ts';",
  ],
  ['a page below', 'app/(bank)/overview/more/page.tsx', "import '../_balance/chart.tsx';"],
  ['a part of a page', 'app/(bank)/overview/_balance/chart.tsx', "import '#app/_frame/nav.tsx';"],
  [
    'data of a page',
    'app/(bank)/overview/data.ts',
    "import '#app/_access/own.ts';\nimport '#lib/notes/notes.ts';",
  ],
  ['the frame', 'app/_frame/nav.tsx', "import '#app/_client/call.ts';"],
  [
    'the client',
    'app/_client/call.ts',
    "import '#app/_words/format.ts';\nimport type { X } from '#app/api/x/route.ts';",
  ],
  ['who asks', 'app/_access/own.ts', "import '#lib/sessions/read-session.ts';"],
  ['an endpoint', 'app/api/x/route.ts', "import '#app/_access/own.ts';\nexport type X = 1;"],
  ['words', 'app/_words/format.ts', "import '#lib/money.ts';"],
  ['a feature', 'lib/notes/notes.ts', "import '#lib/ledger/ledger-entry.ts';\nexport type X = 1;"],
  ['the server', 'server/main.ts', "export const x = import('#app/api/x/route.ts');"],
  ['the worker', 'worker/worker.ts', "import '#lib/notes/notes.ts';\nimport type { X } from 'redis';"],
];

/** What browsers reach: the way to Node is named, a server action and a type end it. */
const BROWSER: Record<string, string> = {
  'app/_kit/bad.tsx': "'use client';\nimport '#lib/sse.ts';",
  'app/_kit/action.tsx': "/** Calls the server. */\n'use client';\nimport './act.ts';",
  'app/_kit/act.ts': "'use server';\nimport '#lib/log.ts';",
  'app/_kit/typed.tsx': "'use client';\nimport type { X } from '#lib/log.ts';",
  'lib/sse.ts': "import '#lib/log.ts';",
  'lib/log.ts': "import 'node:fs';\nexport type X = 1;",
};

const LEAVES = [
  'lib/money.ts',
  'lib/redis/keys.ts',
  'lib/sessions/read-session.ts',
  'lib/ledger/ledger-entry.ts',
];
const OTHERS = ['app/(bank)/other/_list/list.ts', 'tests/setup/start-bank.ts'];

describe('the check of the arrows', () => {
  let root = '';
  let lines: string[] = [];
  const linesOf = (file: string) =>
    lines.filter((line) => line.startsWith(`${file} → `) || line.startsWith(`${file}: `));

  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'arrows-'));
    const write = (file: string, text: string) => {
      mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(root, file), `${text}\n`);
    };
    const { imports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    write('package.json', JSON.stringify({ type: 'module', imports }));
    symlinkSync(inRoot('node_modules'), path.join(root, 'node_modules'));
    for (const file of [...LEAVES, ...OTHERS]) write(file, 'export const x = 1;');
    write('worker/second.ts', "import './first.ts';");
    for (const [, , file, text] of WRONG) write(file, text);
    for (const [, file, text] of RIGHT) write(file, text);
    for (const [file, text] of Object.entries(BROWSER)) write(file, text);
    const { output } = await capture(process.execPath, [inRoot('scripts/lib/arrows.mjs')], { cwd: root });
    lines = output.trim().split('\n');
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(WRONG)('%s: the file is named with the rule %s', (_what, rule, file) => {
    expect(linesOf(file).filter((line) => line.endsWith(`(${rule})`))).toHaveLength(1);
  });

  test.each(RIGHT)('%s may use what lies below it', (_what, file) => {
    expect(linesOf(file)).toEqual([]);
  });

  test('a client component may not reach Node, however far away', () => {
    expect(linesOf('app/_kit/bad.tsx')).toEqual([
      expect.stringMatching(/^app\/_kit\/bad.tsx → lib\/sse.ts → lib\/log.ts → (node:)?fs: this would reach/),
    ]);
  });

  test('the way of the browser ends at server actions and at types', () => {
    expect(linesOf('app/_kit/action.tsx')).toEqual([]);
    expect(linesOf('app/_kit/typed.tsx')).toEqual([]);
  });

  test('a run that saw few modules fails, since its parser cannot read TypeScript', () => {
    expect(lines.some((line) => /^Only \d+ modules were read/.test(line))).toBe(true);
  });
});
