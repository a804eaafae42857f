/** Builds queries over live sessions. Every text is escaped, so none can leave its clause. */
import { z } from 'zod';
import { escapeTag } from '#lib/redis/escaping.ts';
import { DEVICE_KINDS } from '#lib/sessions/document.ts';
import { POLICY_NAMES, STEP_UP_MS } from '#lib/sessions/policy.ts';
import { wholeNumber } from '#lib/whole-number.ts';
import { ADDRESS_START, SIDS } from './filter-formats.ts';

export const MAX_CHARS = 64;
const MAX_WORDS = 6;
/** Redis refuses shorter prefixes, or they match nearly everything. */
const MIN_PREFIX_CHARS = 2;

const text = z.string().trim().min(1).max(MAX_CHARS);
/** A number in a body, digits in a query string. */
const millis = z.union([
  z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  wholeNumber(0, Number.MAX_SAFE_INTEGER),
]);

/** The filter of a query string; every clause must match. */
export const sessionFilterSchema = z.strictObject({
  q: z
    .string()
    .max(MAX_CHARS)
    .optional()
    .describe('Words, each the beginning of a name, browser, system or address.'),
  username: text.optional(),
  sid: z
    .string()
    .regex(SIDS, 'is no id of a session, nor several')
    .optional()
    .describe('Sessions of the user that `username` names, by comma; without that name they find nothing.'),
  role: text.optional(),
  policy: z.enum(POLICY_NAMES).optional(),
  kind: z.enum(DEVICE_KINDS).optional(),
  browser: text.optional(),
  address: z
    .string()
    .regex(ADDRESS_START, 'is no beginning of an address')
    .optional()
    .describe('The beginning of an address: 203.0.113. or 2001:db8:'),
  since: millis.optional().describe('Signed in at or after this moment.'),
  idleFor: millis.optional().describe('Without activity for at least this many milliseconds.'),
  stepUp: z.enum(['with', 'without']).optional(),
});
export type SessionFilter = z.output<typeof sessionFilterSchema>;

const isEmpty = (value: string): boolean => value.replace(/\p{Cc}/gu, '').trim() === '';

const tag = (field: string, value: string) => `@${field}:{${escapeTag(value)}}`;
const prefix = (field: string, value: string) => `@${field}:{${escapeTag(value)}*}`;

/** Words match by prefix; a single letter matches whole words only. `escaped` is the text as its clause takes it. */
export const beginning = (text: string, escaped: string): string =>
  [...text].length < MIN_PREFIX_CHARS ? escaped : `${escaped}*`;

function word(value: string): string {
  const text = beginning(value, escapeTag(value));
  return `(${['username', 'browser', 'system', 'address'].map((field) => `@${field}:{${text}}`).join(' | ')})`;
}

/** The words of a question that hold anything to search for; null when there are too many. */
export function questionWords(q = ''): string[] | null {
  const words = q.split(/\s+/).filter((part) => escapeTag(part) !== '');
  return words.length > MAX_WORDS ? null : words;
}

/** Whether a word of a question is too short to be looked for as a beginning. */
export const hasShortWord = (q?: string): boolean =>
  questionWords(q)?.some((word) => [...word].length < MIN_PREFIX_CHARS) ?? false;

/** The roles to search, among those that the asker may see. */
export const rolesSeen = (filter: { role?: string }, roles: readonly string[]): readonly string[] =>
  filter.role === undefined ? roles : roles.filter((role) => role === filter.role);

export const roleClause = (roles: readonly string[]) => `@role:{${roles.map(escapeTag).join(' | ')}}`;

/**
 * The query of FT.SEARCH and FT.AGGREGATE for a filter and the roles that the asker may see. Null when nothing can
 * match. It has no clause for expiry: a NUMERIC clause costs like its range over the whole index, Redis removes
 * expired documents by itself, and pages skip the rest.
 */
export function sessionQuery(filter: SessionFilter, roles: readonly string[], nowMs: number): string | null {
  const seen = rolesSeen(filter, roles);
  // An empty clause is a syntax error, and no value is empty.
  const empty = [filter.username, filter.browser].some((value) => value !== undefined && isEmpty(value));
  // An id is searched among its user's sessions; alone it must not match everybody's.
  const lost = filter.sid !== undefined && filter.username === undefined;
  const words = questionWords(filter.q);
  if (seen.length === 0 || empty || lost || words === null) return null;
  const now = Math.floor(nowMs);
  const clauses = [
    roleClause(seen),
    filter.username !== undefined && tag('username', filter.username),
    filter.policy !== undefined && tag('policy', filter.policy),
    filter.kind !== undefined && tag('kind', filter.kind),
    filter.browser !== undefined && tag('browser', filter.browser),
    filter.address !== undefined && prefix('address', filter.address),
    filter.since !== undefined && `@createdAt:[${filter.since} +inf]`,
    filter.idleFor !== undefined && `@lastActiveAt:[-inf ${now - filter.idleFor}]`,
    filter.stepUp === 'with' && `@stepUpAt:[(${now - STEP_UP_MS} +inf]`,
    // A session that never had one has no such member.
    filter.stepUp === 'without' && `-@stepUpAt:[(${now - STEP_UP_MS} +inf]`,
    ...words.map(word),
  ];
  return clauses.filter((clause) => clause !== false).join(' ');
}
