import { describe, expect, test } from 'vitest';
import { ERROR_STATUS } from '#lib/errors.ts';
import { refusalsOf } from '#lib/http/contract.ts';
import { describe as describeApi } from '#lib/http/openapi.ts';
import { FILTER_NAMES } from '#lib/search/filter-fields.ts';
import { endpoints } from '#tests/setup/endpoints.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes
const document: any = JSON.parse(
  JSON.stringify(describeApi(endpoints, { origin: 'http://localhost:8080', cookieName: 'redisBank' })),
);
// biome-ignore lint/suspicious/noExplicitAny: the same
type Operation = [name: string, operation: any];
const operations = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]): Operation => [`${method.toUpperCase()} ${path}`, operation],
  ),
);
const described = endpoints.filter(({ pattern }) => !pattern.includes('*'));
const nameOf = ({ method, pattern }: (typeof endpoints)[number]) =>
  `${method} ${pattern.replace(/:(\w+)/g, '{$1}')}`;

describe("the API's description", () => {
  test('names every endpoint but those that take whatever is left, and nothing else', () => {
    expect(operations.map(([name]) => name).toSorted()).toEqual(described.map(nameOf).toSorted());
    expect(described.length).toBeGreaterThan(45);
  });

  test('gives every operation a name of its own', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('getAccountsByIdTransactionsBySeqNote');
  });

  test('says every status that a contract can answer, each refusal by its codes, and no other', () => {
    for (const endpoint of described) {
      const { method, contract } = endpoint;
      const { responses } = operations.find(([name]) => name === nameOf(endpoint))?.[1] ?? {};
      const codes = refusalsOf(method, contract);
      const statuses = [...Object.keys(contract.answers), ...codes.map((code) => String(ERROR_STATUS[code]))];
      expect(Object.keys(responses).toSorted()).toEqual([...new Set(statuses)].toSorted());
      for (const code of codes) expect(responses[ERROR_STATUS[code]].description).toContain(code);
    }
  });

  test('describes what several answers share once, and refers to nothing that is not there', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Account', 'Entry', 'EntryNote', 'Problem', 'Session', 'View']),
    );
    for (const [, id = ''] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty(id);
    }
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  test('tells a session from none, and each event of the live stream with its data', () => {
    expect(document.paths['/api/health'].get.security).toEqual([]);
    expect(document.paths['/api/accounts'].get.security).toBeUndefined();
    expect(document.security).toEqual([{ cookie: [] }, { bearer: [] }]);
    const { schema } = document.paths['/api/events'].get.responses[200].content['text/event-stream'];
    // biome-ignore lint/suspicious/noExplicitAny: one of the above
    expect(schema.oneOf.map(({ properties }: any) => properties.event.const)).toEqual([
      'transaction',
      'pending',
      'session',
      'payment',
      'reset',
    ]);
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
      'texts',
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
