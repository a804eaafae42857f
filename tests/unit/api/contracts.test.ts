import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { inRoot } from '#scripts/lib/paths.mjs';
import { endpoints, type Handler } from '#tests/setup/endpoints.ts';

const text = readFileSync(inRoot('app/api/contracts.ts'), 'utf8');
const lines = Object.fromEntries(
  [...text.matchAll(/^ {2}'(.+)': typeof import\('(.+)'\);$/gm)].map(([, path, file]) => [path, file]),
);

test('app/api/contracts.ts has a line for every address of the API, and no other', () => {
  const served = new Set(
    endpoints
      .map(({ pattern }) => pattern)
      .filter((pattern) => pattern.startsWith('/api/') && !pattern.includes('*')),
  );
  const wanted = [...served].map((path) => [
    path,
    `.${path.replace(/^\/api/, '').replace(/:(\w+)/g, '[$1]')}/route.ts`,
  ]);
  expect(lines).toEqual(Object.fromEntries(wanted));
});

/** These are all asked by tests/integration/api/description.test.ts, for an account with entries. */
const isJson = ({ method, contract }: Handler) =>
  method === 'GET' && contract.answers[200] instanceof z.ZodType;
const tests = globSync(['tests/integration/**/*.test.ts', 'tests/unit/**/*.test.ts'], { cwd: inRoot('.') })
  .map((file) => readFileSync(inRoot(file), 'utf8'))
  .join('\n');

test.each(endpoints.filter((endpoint) => !isJson(endpoint)))(
  'a test asks for $method $pattern, by its address or its file',
  ({ pattern }) => {
    const file = `#app${pattern.replace(/:(\w+)/g, '[$1]').replace(/\*(\w+)/, '[...$1]')}/route.ts`;
    const address = pattern
      .replaceAll('.', '\\.')
      .replace(/:\w+/g, '(?:\\$\\{[^}]+\\}|[\\w-]+)')
      .replace(/\*\w+/, '[\\w/]+');
    const asked = tests.includes(file) || new RegExp(`${address}(?![/\\w])`).test(tests);
    expect(asked, `no test in tests/integration names ${pattern}`).toBe(true);
  },
);
