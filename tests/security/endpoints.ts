/** Everything that can be asked for, read from the routes and from the build: what is added tomorrow is in it. */
import { readFileSync } from 'node:fs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { routes } from '#server/routes.ts';

export type Handler = { method: string; pattern: string };
export type Page = { pattern: string; forAll?: boolean };
export type Action = { id: string; name: string; page: string; pages: readonly string[] };

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** What is for no one in particular. */
const PUBLIC = /^\/api\/(?:health|ready|openapi\.json|\*path)$|^\/transaction\/\*path$|\.html$|^\/sw\.js$/;
/** Where a try at a password is made without a session. */
const SIGN_INS = new Set(['/api/auth/login', '/perform_login']);

/** Pages that anybody is shown: nothing on them is anybody's. */
export const OPEN_PAGES: ReadonlySet<string> = new Set(['/login', '/offline']);

export const handlers: Handler[] = (
  await Promise.all(
    routes.map(async ({ pattern, load }) =>
      Object.keys(await load())
        .filter((name) => METHODS.has(name))
        .map((method): Handler => ({ method, pattern })),
    ),
  )
).flat();

export const reading = handlers.filter(({ method }) => method === 'GET');
export const changing = handlers.filter(({ method }) => method !== 'GET');
export const isPublic = ({ pattern }: Handler): boolean => PUBLIC.test(pattern);
export const isSignIn = ({ pattern }: Handler): boolean => SIGN_INS.has(pattern);
export const isStaffs = ({ pattern }: { pattern: string }): boolean =>
  /^(?:\/api)?\/staff(?:\/|$)/.test(pattern);
export const personal = reading.filter((handler) => !isPublic(handler));

const manifest = (name: string) => JSON.parse(readFileSync(inRoot('.next', name), 'utf8'));

/** The pages of the build: to be read once there is one. */
export const pages = (): Page[] =>
  Object.entries<string>(manifest('app-path-routes-manifest.json'))
    .filter(([file, pattern]) => file.endsWith('/page') && !pattern.startsWith('/_'))
    .map(([file, pattern]) => ({
      forAll: file.startsWith('/(public)/'),
      pattern: pattern.replace(/\[(?:\.\.\.)?(\w+)\]/g, ':$1'),
    }));

const pageOf = (file: string): string =>
  addressOf(
    `/${file
      .replace(/^app\//, '')
      .split('/')
      .filter((part) => part !== 'page' && !part.startsWith('('))
      .join('/')
      .replace(/\[(\w+)\]/g, ':$1')}`,
  );

/** The server actions of the build, each once, with the pages that have it. */
export function actions(): Action[] {
  type Entry = { exportedName: string; filename: string; workers: Record<string, unknown> };
  const { node } = manifest('server/server-reference-manifest.json');
  return Object.entries<Entry>(node).map(([id, { exportedName, workers }]) => {
    const pages = Object.keys(workers).map(pageOf);
    return { id, name: exportedName, page: pages[0] ?? '/', pages };
  });
}

/** An address of a pattern: `values` by name, and otherwise what looks like it could be one. */
export const addressOf = (pattern: string, values: Record<string, string> = {}): string =>
  pattern.replace(/[:*](\w+)/g, (_, name: string) => values[name] ?? 'a_0123456789');
