/** Asking questions of live sessions, the way one asks a database. */
import { z } from 'zod';
import { isSessionId, isUserTag, type SessionId, type UserTag } from '#lib/ids.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import { SECOND } from '#lib/time.ts';
import type { SessionRef } from './document.ts';
import { SESSION_INDEX } from './index-definition.ts';
import { type SessionFilter, sessionQuery } from './query.ts';

/** What a page is made of, read from its documents: neither profile, digest nor application data. */
const FIELDS = [
  ...['user', 'username', 'role', 'policy', 'transport', 'createdAt', 'lastActiveAt', 'idleExpiresAt'],
  ...['stepUpAt', 'epoch'],
];
const DEVICE_FIELDS = ['kind', 'browser', 'system', 'address'];
const RETURN = [
  ...FIELDS.flatMap((name) => [`$.${name}`, 'AS', name]),
  ...DEVICE_FIELDS.flatMap((name) => [`$.device.${name}`, 'AS', name]),
];

const millis = z.coerce.number().int();
export const foundSchema = z.object({
  user: z.custom<UserTag>((value) => typeof value === 'string' && isUserTag(value)),
  username: z.string(),
  role: z.string(),
  policy: z.string(),
  transport: z.string(),
  kind: z.string(),
  browser: z.string(),
  system: z.string(),
  address: z.string(),
  createdAt: millis,
  lastActiveAt: millis,
  idleExpiresAt: millis,
  stepUpAt: millis.default(0),
  epoch: z.string(),
});
type Found = z.infer<typeof foundSchema> & { sid: SessionId };
export type FoundSession = Omit<Found, 'epoch'>;

/** `<createdAt>-<how many of that millisecond were shown>`: pages stay whole while sessions come and go. */
export const sessionCursorSchema = z
  .string()
  .regex(/^\d{1,16}-\d{1,4}$/, 'is no cursor of an earlier page')
  .transform((text) => {
    const [createdAt, shown] = text.split('-').map(Number);
    return { createdAt: createdAt ?? 0, shown: shown ?? 0 };
  });
export type SessionCursor = z.output<typeof sessionCursorSchema>;

export type FoundPage = {
  items: FoundSession[];
  /** Pass as `before`; null at the end. */
  next: string | null;
  /** Of all that match, not of this page. */
  total: number;
  byRole: Record<string, number>;
  byKind: Record<string, number>;
};

/**
 * How far back a page looks at first. Sorting is what costs (50 ms for 100,000 matches, 1 ms for those of the last
 * seconds), and a stretch that fills the page holds the same rows as the whole would.
 */
const STRETCHES_MS = [4, 16, 64, 256, 1024, 4096, 16_384].map((seconds) => seconds * SECOND);
/** Of fewer pages than this, the whole is sorted at once. */
const FEW_PAGES = 50;

const NOTHING: FoundPage = { items: [], next: null, total: 0, byRole: {}, byKind: {} };

/**
 * A page of live sessions that match, newest first, with how many match in all, by role and by device kind. `roles`
 * are those that whoever asks may see. Sessions that have ended since the index saw them are left out of the page.
 * One FT.AGGREGATE, O(matches), at most eight FT.SEARCH, together about O(matches as new as the page, and of the
 * whole where they are few), and a GET per user of the page.
 */
export async function searchSessions(
  redis: Redis,
  filter: SessionFilter,
  { roles, before, limit }: { roles: readonly string[]; before?: SessionCursor; limit: number },
): Promise<FoundPage> {
  const nowMs = await redisNow(redis);
  const query = sessionQuery(filter, roles, nowMs);
  if (query === null) return NOTHING;
  const counts = await countSessions(redis, query, knownGroup(filter, roles));
  const stretches = counts.total > FEW_PAGES * limit ? STRETCHES_MS : [];
  return { ...(await readPage(redis, query, { before, limit, nowMs, stretches })), ...counts };
}

type Paging = { before?: SessionCursor; limit: number; nowMs: number; stretches: readonly number[] };

/** The newest that match, from one stretch of time or, where none is enough, from the whole. */
async function newest(redis: Redis, query: string, { before, limit, nowMs, stretches }: Paging) {
  const [to, end] = before ? [before.createdAt, String(before.createdAt)] : [nowMs, '+inf'];
  for (const stretchMs of [...stretches, Number.POSITIVE_INFINITY]) {
    const begin = Number.isFinite(stretchMs) ? String(Math.floor(to - stretchMs)) : '-inf';
    const { documents } = await redis.ft.search(
      SESSION_INDEX.alias,
      begin === '-inf' && end === '+inf' ? query : `${query} @createdAt:[${begin} ${end}]`,
      {
        SORTBY: { BY: 'createdAt', DIRECTION: 'DESC' },
        LIMIT: { from: before?.shown ?? 0, size: limit },
        RETURN,
        DIALECT: 2,
      },
    );
    if (documents.length === limit || begin === '-inf') return documents;
  }
  return [];
}

async function readPage(
  redis: Redis,
  query: string,
  paging: Paging,
): Promise<Pick<FoundPage, 'items' | 'next'>> {
  const { before, limit, nowMs } = paging;
  const documents = await newest(redis, query, paging);
  const found = documents.flatMap(({ id, value }) => {
    const sid = id.slice(id.lastIndexOf(':') + 1);
    // A document that expired a moment ago is found without its fields.
    const fields = foundSchema.safeParse(value).data;
    return fields && isSessionId(sid) ? [{ ...fields, sid }] : [];
  });
  const last = found.at(-1);
  const full = documents.length === limit && last !== undefined;
  const living = found.filter(({ idleExpiresAt }) => idleExpiresAt > nowMs);
  return { items: await ofLivingEpochs(redis, living), next: full ? cursorAfter(found, last, before) : null };
}

function cursorAfter(found: Found[], { createdAt }: Found, before?: SessionCursor): string {
  const here = found.filter((one) => one.createdAt === createdAt).length;
  return `${createdAt}-${here + (before?.createdAt === createdAt ? before.shown : 0)}`;
}

/** Ended together with others, but not removed: the document is still there, and its epoch is over. */
async function ofLivingEpochs(redis: Redis, found: Found[]): Promise<FoundSession[]> {
  const users = [...new Set(found.map(({ user }) => user))];
  const epochs = new Map(
    await Promise.all(users.map(async (user) => [user, await redis.get(keys.epoch(user))] as const)),
  );
  return found.flatMap(({ epoch, ...session }) => (epochs.get(session.user) === epoch ? [session] : []));
}

type Counts = Pick<FoundPage, 'total' | 'byRole' | 'byKind'>;
type Group = { role: string; kind: string };

/** The one role and device kind that a question can find, where it names both. */
function knownGroup(filter: SessionFilter, roles: readonly string[]): Group | null {
  const [role, ...others] = roles.filter((one) => one === (filter.role ?? one));
  return role !== undefined && others.length === 0 && filter.kind ? { role, kind: filter.kind } : null;
}

/**
 * How many match, by role and by device kind, in one pass: FT.AGGREGATE GROUPBY two SORTABLE TAGs, O(matches), 22 ms
 * of Redis' time for 100,000 (two passes took 43). Where all are of one `group`, FT.SEARCH counts them in a quarter of
 * the time.
 */
async function countSessions(redis: Redis, query: string, group: Group | null): Promise<Counts> {
  if (group) {
    const { total } = await redis.ft.search(SESSION_INDEX.alias, query, {
      LIMIT: { from: 0, size: 0 },
      DIALECT: 2,
    });
    return total > 0
      ? { total, byRole: { [group.role]: total }, byKind: { [group.kind]: total } }
      : { total: 0, byRole: {}, byKind: {} };
  }
  const { results } = await redis.ft.aggregate(SESSION_INDEX.alias, query, {
    STEPS: [{ type: 'GROUPBY', properties: ['@role', '@kind'], REDUCE: { type: 'COUNT', AS: 'count' } }],
    DIALECT: 2,
  });
  const counts: Counts = { total: 0, byRole: {}, byKind: {} };
  for (const row of results) {
    const [role, kind, count] = [String(row.role), String(row.kind), Number(row.count)];
    counts.total += count;
    counts.byRole[role] = (counts.byRole[role] ?? 0) + count;
    counts.byKind[kind] = (counts.byKind[kind] ?? 0) + count;
  }
  return counts;
}

/** A session by name, as the index answers it. */
export type FoundRef = SessionRef & { username: string; role: string };

/** Those of a question that were there before `asOf`: who signed in since, in that very millisecond too, is not meant. */
const queryAsOf = (filter: SessionFilter, roles: readonly string[], asOfMs: number): string | null => {
  const query = sessionQuery(filter, roles, asOfMs);
  return query && `${query} @createdAt:[-inf (${Math.floor(asOfMs)}]`;
};

/** How many sessions a question meant at `asOf` and still finds, by role and device kind. One FT.AGGREGATE. */
export async function countSessionsAsOf(
  redis: Redis,
  filter: SessionFilter,
  roles: readonly string[],
  asOfMs: number,
): Promise<Counts> {
  const query = queryAsOf(filter, roles, asOfMs);
  return query === null
    ? { total: 0, byRole: {}, byKind: {} }
    : countSessions(redis, query, knownGroup(filter, roles));
}

/** Some of the sessions that a question meant at `asOf` and still finds. One FT.SEARCH. */
export async function findSessionsAsOf(
  redis: Redis,
  filter: SessionFilter,
  roles: readonly string[],
  asOfMs: number,
  most: number,
): Promise<FoundRef[]> {
  const query = queryAsOf(filter, roles, asOfMs);
  if (query === null) return [];
  const { documents } = await redis.ft.search(SESSION_INDEX.alias, query, {
    LIMIT: { from: 0, size: most },
    RETURN: ['$.user', 'AS', 'user', 'username', 'role'],
    DIALECT: 2,
  });
  return documents.flatMap(({ id, value }) => {
    const sid = id.slice(id.lastIndexOf(':') + 1);
    const fields = foundSchema.pick({ user: true, username: true, role: true }).safeParse(value).data;
    return fields && isSessionId(sid) ? [{ ...fields, sid }] : [];
  });
}
