/** Addresses of the console: the whole question stands in them. */
import type { SessionFilter } from '#lib/staff/session-query.ts';
import { withQuery } from '#lib/with-query.ts';

/** Every field of a question, in the order of addresses; one that is left out does not compile. */
const FIELDS = {
  q: true,
  username: true,
  sid: true,
  role: true,
  policy: true,
  kind: true,
  browser: true,
  address: true,
  since: true,
  idleFor: true,
  stepUp: true,
} satisfies Record<keyof SessionFilter, true>;
export const FILTER_NAMES = Object.keys(FIELDS) as (keyof SessionFilter)[];

/** A question as it stands in fields and in addresses. */
export type Draft = Partial<Record<keyof SessionFilter, string>>;

export const draftOf = (filter: SessionFilter): Draft =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]));

/** Without what is empty, always in the same order. `before` is the cursor of a later page. */
export const consoleHref = (draft: Draft, before?: string): string =>
  withQuery('/staff', [
    ...FILTER_NAMES.map((name) => [name, draft[name]?.trim()] as const),
    ['before', before],
  ]);

/** Whether the question asks for less than "all there are". */
export const isAsking = (draft: Draft): boolean => FILTER_NAMES.some((name) => draft[name]?.trim());
