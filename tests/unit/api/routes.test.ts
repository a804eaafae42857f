import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { METHODS } from '#lib/http/contract.ts';
import { findRoutes, patternOf } from '#lib/http/router.ts';
import { readSources } from '#tests/setup/sources.ts';

const root = process.cwd();
const sources = await readSources();
const routes = findRoutes(path.join(root, 'app'));

const handlers = readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
  .map((file) => `app/${file}`)
  .filter((file) => /\/route\.tsx?$/.test(file));

/** Every file that a handler needs to run, itself included, and the packages. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { to, typeOnly } of sources.get(file)?.imports ?? []) if (!typeOnly) reached(to, seen);
  return seen;
}

describe('endpoints', () => {
  test.each<[file: string, pattern: string]>([
    ['api/accounts/[id]/route.ts', '/api/accounts/:id'],
    ['api/[...path]/route.ts', '/api/*path'],
    ['(bank)/files/route.ts', '/files'],
    ['sw.js/route.ts', '/sw.js'],
  ])('app/%s answers at %s, as in Next', (file, pattern) => {
    expect(patternOf(file)).toBe(pattern);
  });

  test('every file is found', () => {
    expect(routes.map(({ pattern }) => pattern).sort()).toEqual(
      handlers.map((file) => patternOf(file.replace('app/', ''))).sort(),
    );
    expect(routes.length).toBeGreaterThan(40);
  });

  test.each(routes)('$pattern exports methods alone, each with a contract', async ({ load }) => {
    const exported = Object.entries(await load());
    expect(exported.length).toBeGreaterThan(0);
    for (const [name, value] of exported) {
      expect(METHODS).toContain(name);
      expect(value.contract).toMatchObject({ summary: expect.stringMatching(/^[A-Z’'].+\.$/) });
    }
  });

  test.each(handlers)('%s reaches nothing of Next or React, and no JSX', (file) => {
    const all = [...reached(file)];
    expect(all.filter((name) => /^(?:next|react|react-dom)(?:\/|$)/.test(name))).toEqual([]);
    expect(all.filter((name) => name.endsWith('.tsx'))).toEqual([]);
    expect(all).toContain('lib/http/contract.ts');
  });
});

describe('pages', () => {
  const pages = [...sources].filter(([file]) => /^app\/\((bank|staff)\)\/(.+\/)?page\.tsx$/.test(file));

  test('there are some', () => {
    expect(pages.length).toBeGreaterThan(5);
  });

  test.each(pages)('%s asks for its session itself, whatever stands in front of it', (file, { text }) => {
    expect(text).toMatch(file.startsWith('app/(staff)') ? /\brequireStaffPage\b/ : /\brequireCustomerPage\b/);
  });
});

describe('server actions', () => {
  const actions = [...sources].filter(([, { text }]) =>
    /^\s*(?:\/\*[\s\S]*?\*\/\s*)?['"]use server['"]/.test(text),
  );

  test('there are some', () => {
    expect(actions.length).toBeGreaterThan(1);
  });

  test.each(actions)(
    '%s refuses other origins itself in each of its functions, whatever stands in front of it',
    (_, { text, imports }) => {
      const functions = text.split(/^export async function /m).slice(1);
      expect(functions.length).toBeGreaterThan(0);
      // What `sameOrigin` does is below; the function behind the form of the sign-in is tested with that.
      const signsIn = imports.some(({ to }) => to === 'lib/sign-in/sign-in.ts');
      const asks = /\brequireSameOrigin\('POST'|\bawait (?:sameOrigin|headersOfForm)\(/;
      const open = functions.filter((body) => !asks.test(body));
      expect(signsIn ? [] : open).toEqual([]);
    },
  );

  test('what several of them have in common does so, too', () => {
    expect(sources.get('app/_access/act-or-ask.ts')?.text).toMatch(
      /function sameOrigin\(\)[^}]*\brequireSameOrigin\('POST'[\s\S]*function headersOfForm\([^}]*\breturn sameOrigin\(\);/,
    );
  });
});
