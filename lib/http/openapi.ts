/** Endpoints described for programs: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), from their contracts alone. */
import { z } from 'zod';
import { ERROR_STATUS } from '#lib/errors.ts';
import { problemSchema } from './answer.ts';
import { type Answers, type Contract, type Method, refusalsOf } from './contract.ts';
import { idempotencyKeyHeader } from './read-request.ts';

type Described = { method: Method; pattern: string; contract: Contract };
type Json = Record<string, unknown>;
type SchemaOf = (schema: z.core.$ZodType) => Json;

const BEARER = { type: 'http', scheme: 'bearer' };

/**
 * The document. Schemas with an id (`.meta({ id })`) stand once, in `components.schemas`. Every answer of an endpoint
 * is described, refusals with their codes, and no other. Catch-all routes are left out.
 */
export function describe(
  endpoints: readonly Described[],
  { origin, cookieName }: { origin: string; cookieName: string },
): object {
  const shared: Json = {};
  const output = reader('output', shared);
  const input = reader('input', {});
  const paths: Record<string, Json> = {};
  for (const { method, pattern, contract } of endpoints) {
    if (pattern.includes('*')) continue;
    const path = pattern.replace(/:(\w+)/g, '{$1}');
    const { summary, access, query, keyed, answers } = contract;
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId: operationId(method, pattern),
        summary,
        ...(access.needs === 'nothing' ? { security: [] } : {}),
        parameters: [
          ...pathParameters(pattern),
          ...queryParameters(query, input),
          ...(keyed ? [idempotencyKeyHeader] : []),
        ],
        ...requestBody(contract, input),
        responses: { ...successes(answers, output), ...failures(method, contract, output) },
      },
    };
  }
  const cookie = { type: 'apiKey', in: 'cookie', name: cookieName };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Redis Bank',
      version: '1',
      description:
        'Money is integers in minor units. Errors are application/problem+json with a stable code.',
    },
    servers: [{ url: origin }],
    security: [{ cookie: [] }, { bearer: [] }],
    paths,
    components: { securitySchemes: { cookie, bearer: BEARER }, schemas: shared },
  };
}

/** `GET /api/accounts/:id/totals` → `getAccountsByIdTotals`. */
const operationId = (method: string, pattern: string): string =>
  method.toLowerCase() +
  pattern
    .replace(/^\/api/, '')
    .replace(/:/g, 'by-')
    .replace(/[^a-z0-9]+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());

const pathParameters = (pattern: string): Json[] =>
  [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = (query: z.ZodObject | null, input: SchemaOf): Json[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: input(schema),
  }));

function requestBody({ body, form }: Contract, input: SchemaOf): Json {
  const schema = body ?? form;
  if (!schema) return {};
  const type = body ? 'application/json' : 'application/x-www-form-urlencoded';
  return { requestBody: { required: true, content: { [type]: { schema: input(schema) } } } };
}

const successes = (answers: Answers, output: SchemaOf): Json =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      if (answer === null) return [status, { description: 'Done.' }];
      if (answer instanceof z.ZodType) {
        return [status, { description: 'OK.', content: { 'application/json': { schema: output(answer) } } }];
      }
      if ('to' in answer) return [status, redirection(answer.to)];
      const schema = answer.events ? eventsSchema(answer.events, output) : { type: 'string' };
      return [
        status,
        { description: 'OK.', content: Object.fromEntries(answer.media.map((type) => [type, { schema }])) },
      ];
    }),
  );

const redirection = (to: readonly string[]): Json => ({
  description: `Leads to ${to.join(' or ')}.`,
  headers: { location: { schema: { type: 'string', enum: to } } },
});

/** Server-sent events, each with its data, as the OpenAPI specification describes them. */
const eventsSchema = (events: Record<string, z.ZodType>, output: SchemaOf): Json => ({
  oneOf: Object.entries(events).map(([event, data]) => ({
    type: 'object',
    required: ['event', 'data'],
    properties: {
      event: { const: event },
      id: { type: 'string' },
      data: { type: 'string', contentMediaType: 'application/json', contentSchema: output(data) },
    },
  })),
});

function failures(method: string, contract: Contract, output: SchemaOf): Json {
  const codes = refusalsOf(method, contract);
  const content = { 'application/problem+json': { schema: output(problemSchema) } };
  return Object.fromEntries(
    [...new Set(codes.map((code) => ERROR_STATUS[code]))].sort().map((status) => {
      const meant = codes.filter((code) => ERROR_STATUS[code] === status);
      return [status, { description: `Refused: ${meant.join(', ')}.`, content }];
    }),
  );
}

/** Converts schemas; those with an id go into `shared` and are referred to. */
function reader(io: 'input' | 'output', shared: Json): SchemaOf {
  return (schema) => {
    // Wrapped in an object, so that a schema with an id is always a reference. Branded and refined strings are text on
    // the wire.
    const whole = z.toJSONSchema(z.object({ it: schema }), { io, unrepresentable: 'any' });
    const { $defs = {}, properties } = JSON.parse(
      JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/'),
    );
    Object.assign(shared, $defs);
    return properties.it;
  };
}
