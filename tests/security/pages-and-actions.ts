/** Pages and actions, read from the build; endpoints are in tests/setup/endpoints.ts. What is added tomorrow is in both. */
import { readFileSync } from 'node:fs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { addressOf, type Handler } from '#tests/setup/endpoints.ts';

export type Page = { pattern: string; forAll?: boolean };
export type Action = { id: string; name: string; page: string; pages: readonly string[] };

/** Pages that anybody is shown: nothing on them is anybody's. */
export const OPEN_PAGES: ReadonlySet<string> = new Set(['/login', '/offline']);

/** Whether an endpoint or a page is for staff alone. */
export const isStaffs = (place: Handler | Page): boolean =>
  'contract' in place ? place.contract.access.needs === 'staff' : /^\/staff(?:\/|$)/.test(place.pattern);

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
