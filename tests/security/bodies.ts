/** What each handler takes, from the API's own description: so that a refusal is of who asks, not of what is sent. */
import { describe } from '#lib/http/openapi.ts';
import { addressOf, endpoints, type Handler, reading } from '#tests/setup/endpoints.ts';
import { type Page, pages } from './pages-and-actions.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema, of many shapes
type Schema = any;

const { paths }: { paths: Record<string, Record<string, Schema>> } = JSON.parse(
  JSON.stringify(describe(endpoints, { origin: '', cookieName: '' })),
);

const operationOf = ({ method, pattern }: Handler): Schema =>
  paths[pattern.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

const schemaOf = (handler: Handler): Schema | undefined =>
  operationOf(handler)?.requestBody?.content['application/json']?.schema;

export const takesJson = (handler: Handler): boolean => schemaOf(handler) !== undefined;

/** A body that the handler's schema lets through, or undefined for a handler that takes none. */
export function bodyFor(handler: Handler): string | undefined {
  const schema = schemaOf(handler);
  return schema && JSON.stringify(sample(schema));
}

/** The query without which a handler does not know what is meant. */
export function queryFor(handler: Handler): string {
  const needed = (operationOf(handler)?.parameters ?? []).filter(
    (parameter: Schema) => parameter.in === 'query' && parameter.required,
  );
  const pairs = needed.map(({ name, schema }: Schema) => [name, String(sample(schema))]);
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}

/** The parameters of a handler's query that take text. */
export const textParameters = (handler: Handler): string[] =>
  (operationOf(handler)?.parameters ?? [])
    .filter(({ in: place, schema }: Schema) => place === 'query' && schema.type === 'string' && !schema.enum)
    .map(({ name }: Schema) => name);

type Owner = { accounts: readonly string[] };
/** What is theirs, by the names that addresses use. */
export const own = ({ accounts: [id = ''] }: Owner) => ({ id, account: id, seq: '1' });

/** Where a handler answers a person with what is theirs. */
export const ownAddress = (handler: Handler, person: Owner): string =>
  addressOf(handler.pattern, own(person)) + queryFor(handler);

/** The same for a page. */
export const ownPage = ({ pattern }: Page, person: Owner): string => addressOf(pattern, own(person));

/** All that can be read, as a person finds what is theirs there. */
export const everyAddress = (person: Owner): string[] => [
  ...reading.map((handler) => ownAddress(handler, person)),
  ...pages().map((page) => ownPage(page, person)),
];

function sample(schema: Schema): unknown {
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  if (schema.enum) return schema.enum[0];
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return sample(either[0]);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(sample));
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name: string) => [name, sample(schema.properties[name])]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, (schema.exclusiveMinimum ?? -1) + 1, 0);
    case 'boolean':
      return false;
    case 'string':
      return 'x'.repeat(Math.max(1, schema.minLength ?? 0));
    default:
      return null;
  }
}
