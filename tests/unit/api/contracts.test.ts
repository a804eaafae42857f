import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRoot } from '#scripts/lib/paths.mjs';
import { endpoints } from '#tests/setup/endpoints.ts';

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
