import { describe, expect, test } from 'vitest';
import { openApi, operations } from '#app/api/_description.ts';
import { FILTER_NAMES } from '#lib/search/filter-fields.ts';
import { routes } from '#server/routes.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes
const document = JSON.parse(JSON.stringify(openApi())) as any;

describe("the API's description", () => {
  test('names every method of every handler below /api, and nothing else', async () => {
    const served = await Promise.all(
      routes
        .filter(({ pattern }) => pattern.startsWith('/api/') && !pattern.includes('*'))
        .map(async ({ pattern, load }) => Object.keys(await load()).map((method) => `${method} ${pattern}`)),
    );
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect(described.toSorted()).toEqual(served.flat().toSorted());
  });

  test('has the limits that the handlers check', () => {
    const { parameters } = document.paths['/api/accounts/{id}/transactions'].get;
    const limit = parameters.find(({ name }: { name: string }) => name === 'limit');
    expect(limit).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 50 },
    });
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
      'id',
      ...FILTER_NAMES,
      'edits',
      'before',
      'after',
      'limit',
    ]);
    const { schema } = document.paths['/api/auth/login'].post.requestBody.content['application/json'];
    expect(schema).toMatchObject({ additionalProperties: false, required: ['username', 'password'] });
  });

  test('says of each parameter in a path that it is one, and of each operation what it is', () => {
    for (const [path, methods] of Object.entries<Record<string, { summary: string; parameters: object[] }>>(
      document.paths,
    )) {
      for (const { summary, parameters } of Object.values(methods)) {
        expect(summary).toMatch(/^[A-Z’'].+\.$/);
        for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
          expect(parameters).toContainEqual({ name, in: 'path', required: true, schema: { type: 'string' } });
        }
      }
    }
  });

  test('tells nothing of what only the server knows', () => {
    expect(JSON.stringify(document)).not.toMatch(/tokenDigest|previousDigest|epoch"|scope"|redisBank:/);
  });
});
