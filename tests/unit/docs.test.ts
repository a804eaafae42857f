import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AccountId, PaymentId, SessionId, UserTag } from '#lib/ids.ts';
import { keys } from '#lib/redis/keys.ts';

const readme = readFileSync('README.md', 'utf8');
const packageJson = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

/** README and all of docs/: what either names must exist. */
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((file) => path.join('docs', file)),
].filter((file) => file.endsWith('.md'));
const texts = pages.map((file) => [file, readFileSync(file, 'utf8')] as const);
const guide = texts.map(([, text]) => text).join('\n');

const codes = [...guide.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
const commandLines = guide.split('\n').filter((line) => /^\s*(npm|npx|docker) /.test(line));

/** Every key the code can build, as a pattern in which the owner's parts are placeholders. */
const keyShapes = (() => {
  const user = 'U' as UserTag;
  const ref = { user, account: '<A>' as AccountId };
  const sid = '<sid>' as SessionId;
  const pid = '<pid>' as PaymentId;
  return [
    keys.username('<name>'),
    keys.user(user),
    keys.credential(user),
    keys.epoch(user),
    keys.session(user, sid),
    keys.sessions(user),
    keys.ended(user, sid),
    keys.account(ref),
    `${keys.entries(ref)}<seq>`,
    keys.note(ref, 7).replace(/7$/, '<seq>'),
    keys.views(user),
    keys.searches(user),
    keys.categories(user),
    keys.preferences(user),
    keys.posted(user, '<id>'),
    keys.balanceSeries(ref),
    keys.totals(ref),
    keys.spenders(ref),
    keys.spenders(ref, '<yyyy-mm>'),
    keys.pending(ref),
    keys.stream(user),
    keys.accountNumber('<number>'),
    keys.paymentRequests(),
    keys.paymentsUnderway(),
    keys.payment(user, pid),
    keys.payments(user),
    keys.paymentsOpen(user),
    keys.paid(user, pid),
    keys.paymentLimits(user),
    keys.paymentKeys(user),
    keys.paymentCode(user),
    keys.payees(user),
    keys.passkeys(user),
    keys.challenge('<digest>'),
    keys.audit(user, 7).replace(/7$/, '<n>'),
    keys.auditHead(user),
    keys.live(user),
    keys.signal(user),
  ];
})();

describe('README and docs name only what exists', () => {
  const paths = codes.filter((code) =>
    /^(app|lib|server|worker|demo|ops|scripts|redis|tests|public|docs|examples)\/[\w./()[\]-]+$/.test(code),
  );

  test('it names paths at all', () => expect(paths.length).toBeGreaterThan(20));
  test.each(paths)('path %s', (path) => expect(existsSync(path), path).toBe(true));

  const functions = codes.filter((code) => /^[\w./()[\]-]+\.(ts|tsx|mjs|lua):\w+$/.test(code));
  test.each(functions)('function %s', (code) => {
    const [file = '', name = ''] = code.split(':');
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`(function|const|class) ${name}\\b`));
  });

  const scripts = [...codes, ...commandLines].flatMap((code) => /npm run ([\w:-]+)/.exec(code)?.[1] ?? []);
  test.each(scripts)('npm run %s', (script) => expect(packageJson.scripts).toHaveProperty([script]));

  const shapes = codes.filter(
    (code) => /^redisBank:\w+:\{U\}/.test(code) || code.startsWith('redisBank:username'),
  );
  test('it names keys at all', () => expect(shapes.length).toBeGreaterThan(8));
  test.each(shapes)('key %s', (shape) => expect(keyShapes).toContain(shape));

  const links = texts.flatMap(([file, text]) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => (match[1] ?? '').split('#')[0] ?? '')
      .filter((link) => link !== '' && !/^\w+:/.test(link))
      .map((link) => path.join(path.dirname(file), link)),
  );
  test.each([...new Set(links)])('link to %s', (link) => expect(existsSync(link), link).toBe(true));

  const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
  test('it shows pictures', () => expect(pictures.length).toBeGreaterThan(1));
  test.each(pictures)('picture %s', (path) => expect(existsSync(path), path).toBe(true));
});

describe('the configuration table is whole', () => {
  const [, section = ''] = /## Configuration\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const told = [...section.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1] ?? ''),
  );
  const read = [...readFileSync('lib/config.ts', 'utf8').matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(
    (match) => match[1] ?? '',
  );
  /** Set by `--lan` alone, and of no use to anybody else. */
  const internal = new Set(['BANK_LAN']);

  test('it tells of variables', () => expect(read.length).toBeGreaterThan(10));
  test.each(read.filter((name) => !internal.has(name)))('%s is told', (name) => expect(told).toContain(name));
  const scripts = ['CHROMIUM_PATH', 'REDIS_MAXMEMORY', 'TEST_REDIS_URL'];
  test.each(told.filter((name) => !scripts.includes(name)))('%s is read', (name) =>
    expect(read).toContain(name),
  );
});

test('the way of a posting to the row of a list is at most 14 files, each named once', () => {
  const way =
    readFileSync('docs/architecture.md', 'utf8').split('## A posting')[1]?.split('\nBeside the way')[0] ?? '';
  const steps = [...way.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file]) => file);
  expect(steps.at(0)).toBe('lib/ledger/post.ts');
  expect(steps.at(-1)).toBe('app/(bank)/_entries/entry-row.tsx');
  expect(steps.length).toBeLessThanOrEqual(14);
  expect(new Set(steps).size).toBe(steps.length);
});
