/** Every handler of server/routes.ts, so that one added tomorrow is covered by the tests of today. */
import { routes } from '#server/routes.ts';

type Endpoint = { method: string; pattern: string };

const STATE_CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const all: Endpoint[] = (
  await Promise.all(
    routes.map(async ({ pattern, load }) =>
      Object.keys(await load()).map((method): Endpoint => ({ method, pattern })),
    ),
  )
).flat();

export const stateChanging = all.filter(({ method }) => STATE_CHANGING.has(method));
export const reading = all.filter(({ method }) => method === 'GET');

/** What anybody may ask. */
const PUBLIC = new Set([
  '/api/health',
  '/api/ready',
  '/api/openapi.json',
  '/api/*path',
  '/transaction/*path',
  '/sw.js',
  '/index.html',
  '/auth-login.html',
]);
export const personal = reading.filter(({ pattern }) => !PUBLIC.has(pattern));

/** An address of a pattern: `values` by name, and otherwise what looks like it could be one. */
export const addressOf = (pattern: string, values: Record<string, string> = {}): string =>
  pattern.replace(/[:*](\w+)/g, (_, name: string) => values[name] ?? 'a_0123456789');
