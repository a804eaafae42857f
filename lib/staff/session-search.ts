/** Asking questions of live sessions, the way one asks a database. */
import { z } from 'zod';
import { isSessionId, isUserTag, type SessionId, type UserTag } from '#lib/ids.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import { type Documents, type NewestCursor, newestPage } from '#lib/redis/newest-first.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { type Asker, requireRight } from './permissions.ts';
import { type Counts, countRows, countSessions, NOBODY } from './session-counts.ts';
import { type SessionFilter, sessionQuery } from './session-query.ts';

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

/** The counts are of all that match, not of this page. */
export type FoundPage = Counts & {
  items: FoundSession[];
  /** Pass as `before`; null at the end. */
  next: string | null;
};

const NOTHING: FoundPage = { items: [], next: null, ...NOBODY };
/** More than a user's limit: those that are over are in the index for a moment. */
const MOST_OF_ONE = 1000;

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
  const shown = (documents: Documents) =>
    ofLivingEpochs(
      redis,
      foundIn(documents).filter(({ idleExpiresAt }) => idleExpiresAt > nowMs),
    );
  if (filter.sid !== undefined) {
    const documents = await documentsOfOne(redis, query, filter.sid);
    return { items: await shown(documents), next: null, ...countRows(foundIn(documents)) };
  }
  const counts = await countSessions(redis, query, filter, sees);
  const { documents, next } = await newestPage(redis, SESSION_INDEX.alias, query, {
    ...{ by: 'createdAt', before, limit, total: counts.total, fields: RETURN },
  });
  return { items: await shown(documents), next, ...counts };
}

/** Of one user's sessions the one of that id, which stands in its key alone and in no field: they are few. One FT.SEARCH. */
export async function documentsOfOne(redis: Redis, query: string, sid: string): Promise<Documents> {
  const { documents } = await redis.ft.search(SESSION_INDEX.alias, query, {
    LIMIT: { from: 0, size: MOST_OF_ONE },
    RETURN,
    DIALECT: 2,
  });
  return documents.filter(({ id }) => id.endsWith(`:${sid}`));
}

/** A document that expired a moment ago is found without its fields. */
export const foundIn = (documents: Documents): Found[] =>
  documents.flatMap(({ id, value }) => {
    const sid = id.slice(id.lastIndexOf(':') + 1);
    const fields = foundSchema.safeParse(value).data;
    return fields && isSessionId(sid) ? [{ ...fields, sid }] : [];
  });

/** Ended together with others, but not removed: the document is still there, and its epoch is over. */
async function ofLivingEpochs(redis: Redis, found: Found[]): Promise<FoundSession[]> {
  const users = [...new Set(found.map(({ user }) => user))];
  const epochs = new Map(
    await Promise.all(users.map(async (user) => [user, await redis.get(keys.epoch(user))] as const)),
  );
  return found.flatMap(({ epoch, ...session }) => (epochs.get(session.user) === epoch ? [session] : []));
}
