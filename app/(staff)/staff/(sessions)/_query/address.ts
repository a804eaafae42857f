/** Addresses of the console: the whole question stands in them. */
import type { SessionFilter } from '#lib/staff/session-query.ts';

export const FILTER_NAMES = [
  'q',
  'username',
  'sid',
  'role',
  'policy',
  'kind',
  'browser',
  'address',
  'since',
  'idleFor',
  'stepUp',
] as const satisfies (keyof SessionFilter)[];

/** A question as it stands in fields and in addresses. */
export type Draft = Partial<Record<(typeof FILTER_NAMES)[number], string>>;

export const draftOf = (filter: SessionFilter): Draft =>
  Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (filter[name] === undefined ? [] : [[name, String(filter[name])]])),
  );

/** Without what is empty, always in the same order. */
const paramsOf = (draft: Draft): [string, string][] =>
  FILTER_NAMES.flatMap((name): [string, string][] => {
    const value = draft[name]?.trim();
    return value ? [[name, value]] : [];
  });

/** `before` is the cursor of a later page. */
export function consoleHref(draft: Draft, before?: string): string {
  const params = paramsOf(draft);
  if (before) params.push(['before', before]);
  return params.length > 0 ? `/staff?${new URLSearchParams(params)}` : '/staff';
}

/** Whether anything is asked beyond "all there are". */
export const isAsking = (draft: Draft): boolean => paramsOf(draft).length > 0;
