/** From the files that hold endpoints to the addresses that reach them. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Contract, type Endpoint, METHODS, type Method, type Params } from './contract.ts';

type Endpoints = Partial<Record<Method, Endpoint>>;

/** A `route.ts`. In the pattern `:name` is one segment and a final `*name` is the rest. */
export type Route = {
  pattern: string;
  /** Imports the file, once. */
  load(): Promise<Endpoints>;
};

/** `api/accounts/[id]/route.ts` → `/api/accounts/:id`, as Next addresses the file; a page's alike. */
export const patternOf = (file: string): string =>
  `/${file}`
    .replace(/\/(?:route\.ts|page\.tsx)$/, '')
    .replace(/\/\([^)]+\)/g, '')
    .replace(/\[\.\.\.([^\]]+)\]/g, '*$1')
    .replace(/\[([^\]]+)\]/g, ':$1');

const filesOf = (folder: string, name: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => name.test(file))
    .sort();

/** The patterns of the pages below a folder. */
export const findPages = (folder: string): { pattern: string }[] =>
  filesOf(folder, /(?:^|\/)page\.tsx$/).map((file) => ({ pattern: patternOf(file) }));

/** The routes below a folder, not imported yet. */
export function findRoutes(folder: string): Route[] {
  return filesOf(folder, /(?:^|\/)route\.ts$/).map((file) => {
    let loading: Promise<Endpoints> | undefined;
    return {
      pattern: patternOf(file),
      load() {
        loading ??= imported(path.join(folder, file));
        return loading;
      },
    };
  });
}

/** By Node: a bundler cannot resolve it. */
const imported = (file: string): Promise<Endpoints> =>
  import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ pathToFileURL(file).href);

/** Every endpoint below a folder, in the order of addresses and methods. */
export async function findEndpoints(
  folder: string,
): Promise<{ method: Method; pattern: string; contract: Contract }[]> {
  const found = findRoutes(folder).map(async ({ pattern, load }) => {
    const module = await load();
    return METHODS.flatMap((method) => {
      const contract = module[method]?.contract;
      return contract ? [{ method, pattern, contract }] : [];
    });
  });
  return (await Promise.all(found)).flat();
}

type Compiled<Target> = { parts: string[]; rest: boolean; target: Target };

/**
 * Compiles patterns into a lookup by path. Fixed segments win over variable ones (`/sessions/current` over
 * `/sessions/:sid`), and a rest comes last. A path without variable parts is found at once.
 */
export function compile<Target extends { pattern: string }>(targets: readonly Target[]) {
  const fixed = new Map(targets.filter(isFixed).map((target) => [target.pattern, target]));
  const table = targets
    .filter((target) => !isFixed(target))
    .toSorted((a, b) => openness(a) - openness(b))
    .map(compiled);
  return (pathname: string): { target: Target; params: Params } | null => {
    const exact = fixed.get(pathname);
    if (exact) return { target: exact, params: {} };
    const given = pathname.split('/');
    for (const entry of table) {
      const params = match(entry, given);
      if (params) return { target: entry.target, params };
    }
    return null;
  };
}

const isFixed = ({ pattern }: { pattern: string }): boolean => !/[:*]/.test(pattern);

const openness = ({ pattern }: { pattern: string }): number =>
  pattern.includes('*') ? Number.POSITIVE_INFINITY : pattern.split(':').length;

function compiled<Target extends { pattern: string }>(target: Target): Compiled<Target> {
  const all = target.pattern.split('/');
  const rest = all.at(-1)?.startsWith('*') ?? false;
  return { parts: rest ? all.slice(0, -1) : all, rest, target };
}

function match({ parts, rest }: Compiled<unknown>, given: readonly string[]): Params | null {
  if (rest ? given.length <= parts.length : given.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    const value = given[at] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
    } else {
      if (value === '') return null;
      params[part.slice(1)] = decodeURIComponent(value);
    }
  }
  return params;
}
