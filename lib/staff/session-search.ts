/** Asking questions of live sessions, the way one asks a database. */
import { z } from 'zod';
import { isSessionId, isUserTag, type SessionId, type UserTag } from '#lib/ids.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import { newestFirst } from '#lib/redis/newest-first.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
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

/** `<createdAt>-<how many of that millisecond were shown>`: pages stay whole while sessions come and go. */
export const sessionCursorSchema = z
  .string()
  .regex(/^\d{1,16}-\d{1,4}$/, 'is no cursor of an earlier page')
  .transform((text) => {
    const [createdAt, shown] = text.split('-').map(Number);
    return { createdAt: createdAt ?? 0, shown: shown ?? 0 };
  });
export type SessionCursor = z.output<typeof sessionCursorSchema>;

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
 * A page of live sessions that match, newest first, with how many match in all, by role and by device kind. `roles`
 * are those that whoever asks may see. Sessions that have ended since the index saw them are left out of the page.
 * The counts (count.ts), the page (newest.ts), and a GET per user of the page.
 */
export async function searchSessions(
  redis: Redis,
  filter: SessionFilter,
  { roles, before, limit }: { roles: readonly string[]; before?: SessionCursor; limit: number },
): Promise<FoundPage> {
  const nowMs = await redisNow(redis);
  const query = sessionQuery(filter, roles, nowMs);
  if (query === null) return NOTHING;
  if (filter.sid !== undefined) {
    const found = foundIn(await documentsOfOne(redis, query, filter.sid));
    const living = found.filter(({ idleExpiresAt }) => idleExpiresAt > nowMs);
    return { items: await ofLivingEpochs(redis, living), next: null, ...countRows(found) };
  }
  const counts = await countSessions(redis, query, filter, roles);
  return { ...(await readPage(redis, query, { before, limit, nowMs, total: counts.total })), ...counts };
}

type Paging = { before?: SessionCursor; limit: number; nowMs: number; total: number };

type Documents = readonly { id: string; value: unknown }[];

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

async function readPage(
  redis: Redis,
  query: string,
  paging: Paging,
): Promise<Pick<FoundPage, 'items' | 'next'>> {
  const { before, limit, nowMs } = paging;
  const documents = await newestFirst(redis, SESSION_INDEX.alias, query, {
    ...paging,
    ...{
      by: 'createdAt',
      before: before ? { at: before.createdAt, shown: before.shown } : null,
      fields: RETURN,
    },
  });
  const found = foundIn(documents);
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
