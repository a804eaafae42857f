/** Asking questions of live sessions, the way one asks a database. */
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

const NOTHING: FoundPage = { items: [], next: null, ...NO_SESSIONS };
/** More than a user's limit: those that are over are in the index for a moment. */
const MAX_OF_ONE = 1000;

/**
 * A page of live sessions that match and that whoever asks may see, newest first, with how many match in all, by role
 * and by device kind. Sessions that have ended since the index saw them are left out of the page. Throws `forbidden`.
 * The counts (session-counts.ts), the page (lib/redis/newest-first.ts), and a GET per user of the page.
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
  const shown = (found: Found[]) =>
    ofLivingEpochs(
      redis,
      found.filter(({ idleExpiresAt }) => idleExpiresAt > nowMs),
    );
  if (filter.sid !== undefined) {
    const found = await findOne(redis, query, filter.sid);
    return { items: await shown(found), next: null, ...countRows(found) };
  }
  const counts = await countSessions(redis, query, filter, sees);
  const { found, next } = await newestPage(redis, query, {
    by: 'createdAt',
    before,
    limit,
    total: counts.total,
    search: (clause, from, size) => questionOf(redis, clause).sortDescending('createdAt').page(from, size),
  });
  return { items: await shown(found.flatMap(sessionIn)), next, ...counts };
}

/** Of one user's sessions the one of that id, which stands in its key alone and in no field: they are few. One FT.SEARCH. */
export async function findOne(redis: Redis, query: string, sid: string): Promise<Found[]> {
  const found = await questionOf(redis, query).page(0, MAX_OF_ONE);
  return found.flatMap(sessionIn).filter((one) => one.sid === sid);
}

/** A document that expired a moment ago is found without its fields. */
function sessionIn(entity: EntityInternal): Found[] {
  const sid = entity[EntityId]?.split(':').at(-1) ?? '';
  const fields = foundSchema.safeParse(entity).data;
  return fields && isSessionId(sid) ? [{ ...fields, sid }] : [];
}

/** Ended together with others, but not removed: the document is still there, and its epoch is over. */
async function ofLivingEpochs(redis: Redis, found: Found[]): Promise<FoundSession[]> {
  const users = [...new Set(found.map(({ user }) => user))];
  const epochs = new Map(
    await Promise.all(users.map(async (user) => [user, await readEpoch(redis, user)] as const)),
  );
  return found.flatMap(({ epoch, ...session }) => (epochs.get(session.user) === epoch ? [session] : []));
}
