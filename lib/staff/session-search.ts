/** Searches live sessions, the way one queries a database. */
import { EntityId, type EntityInternal, Schema } from 'redis-om';
import { z } from 'zod';
import { isSessionId, isUserTag, type SessionId, type UserTag } from '#lib/ids.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { PREFIX } from '#lib/redis/keys.ts';
import { type NewestCursor, newestPage } from '#lib/redis/newest-first.ts';
import { repositoryOf } from '#lib/redis/om.ts';
import { readEpoch } from '#lib/sessions/epoch.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { type Asker, requireRight } from './permissions.ts';
import { type Counts, countRows, countSessions, NO_SESSIONS } from './session-counts.ts';
import { type SessionFilter, sessionQuery } from './session-query.ts';

const millis = z.number().int();
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
/** Live sessions as staff reads them: neither profile, digest nor application data. */
const sessionSchema = new Schema<EntityInternal & z.output<typeof foundSchema>>(
  `${PREFIX}session`,
  {
    user: { type: 'string' },
    username: { type: 'string' },
    role: { type: 'string' },
    policy: { type: 'string' },
    transport: { type: 'string' },
    kind: { type: 'string', path: '$.device.kind' },
    browser: { type: 'string', path: '$.device.browser' },
    system: { type: 'string', path: '$.device.system' },
    address: { type: 'string', path: '$.device.address' },
    createdAt: { type: 'number', sortable: true },
    lastActiveAt: { type: 'number' },
    idleExpiresAt: { type: 'number' },
    stepUpAt: { type: 'number' },
    epoch: { type: 'string' },
  },
  { dataStructure: 'HASH', indexName: SESSION_INDEX.alias },
);
const questionOf = (redis: Redis, query: string) => repositoryOf(redis, sessionSchema).searchRaw(query);

type Found = z.infer<typeof foundSchema> & { sid: SessionId };
export type FoundSession = Omit<Found, 'epoch'>;

/** The counts are of all that match, not of this page. */
export type FoundPage = Counts & {
  items: FoundSession[];
  /** Pass as `before`; null at the end. */
  next: string | null;
};

export const NOTHING: FoundPage = { items: [], next: null, ...NO_SESSIONS };
/** Above a user's limit, since ended sessions stay in the index for a moment. */
const MAX_OF_ONE = 1000;

/**
 * A page of live sessions that match and that the asker may see, newest first, with the number of all matches, by role
 * and by device kind. Sessions that ended since are left out of the page. Throws `forbidden`. The counts
 * (session-counts.ts), the page (lib/redis/newest-first.ts), and a GET per user of the page.
 */
export async function searchSessions(
  redis: Redis,
  asker: Asker,
  filter: SessionFilter,
  { before, limit }: { before?: NewestCursor; limit: number },
): Promise<FoundPage> {
  const { sees } = requireRight(asker, 'sees');
  const nowMs = await redisNow(redis);
  const query = sessionQuery(filter, sees, nowMs);
  if (query === null) return NOTHING;
  if (filter.sid !== undefined) {
    const found = await findThese(redis, query, filter.sid);
    return { items: await living(redis, found, nowMs), next: null, ...countRows(found) };
  }
  const counts = await countSessions(redis, query, filter, sees);
  const { found, next } = await newestPage(redis, query, {
    by: 'createdAt',
    before,
    limit,
    total: counts.total,
    search: (clause, from, size) => questionOf(redis, clause).sortDescending('createdAt').page(from, size),
  });
  return { items: await living(redis, found.flatMap(sessionIn), nowMs), next, ...counts };
}

/** One user's sessions by ids, which are in their keys and in no field. One FT.SEARCH. */
export async function findThese(redis: Redis, query: string, sids: string): Promise<Found[]> {
  const meant = new Set(sids.split(','));
  const found = await questionOf(redis, query).page(0, MAX_OF_ONE);
  return found.flatMap(sessionIn).filter(({ sid }) => meant.has(sid));
}

/** A document that expired a moment ago is found without its fields. */
function sessionIn(entity: EntityInternal): Found[] {
  const sid = entity[EntityId]?.split(':').at(-1) ?? '';
  const fields = foundSchema.safeParse(entity).data;
  return fields && isSessionId(sid) ? [{ ...fields, sid }] : [];
}

/** Without those that expired and those that ended by the epoch, whose documents are still there. */
async function living(redis: Redis, found: Found[], nowMs: number): Promise<FoundSession[]> {
  const users = [...new Set(found.map(({ user }) => user))];
  const epochs = new Map(
    await Promise.all(users.map(async (user) => [user, await readEpoch(redis, user)] as const)),
  );
  return found.flatMap(({ epoch, ...session }) =>
    session.idleExpiresAt > nowMs && epochs.get(session.user) === epoch ? [session] : [],
  );
}
