/** Staff end sessions: a preview counts them, and the confirmation ends exactly those. */
import { z } from 'zod';
import { type Actor, actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { macOf, signingKeyId } from '#lib/audit/chain.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import type { Role } from '#lib/identity/roles.ts';
import { isSessionId } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { SessionRef } from '#lib/sessions/document.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { sameDigest } from '#lib/sessions/token.ts';
import { sessionEnded } from '#lib/sign-in/end-sessions.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { requireStepUp } from '#lib/sign-in/step-up.ts';
import { MINUTE, SECOND } from '#lib/time.ts';
import { type Asker, requireRight } from './permissions.ts';
import { recordStaffAct } from './record-act.ts';
import { type Counts, countByGroup, countRows, NO_SESSIONS } from './session-counts.ts';
import { type SessionFilter, sessionFilterSchema, sessionQuery } from './session-query.ts';
import { findThese, foundSchema } from './session-search.ts';

/** A preview is good for this long. */
const PREVIEW_KEPT_MS = 15 * MINUTE;
const AT_ONCE = 200;
const MAX_SEAL_CHARS = 64;
/** A request ends what it can in this time and says how many are left. */
const WORK_MS = 10 * SECOND;

export const previewSchema = z.strictObject({ filter: sessionFilterSchema });
export const revocationSchema = previewSchema.extend({
  /** As the preview said. */
  asOf: z.number().int().positive(),
  expectedCount: z.number().int().nonnegative(),
  seal: z.string().max(MAX_SEAL_CHARS),
});

/**
 * The roles whose sessions the asker may end by a filter; it must name one person unless they may end many. Throws
 * `forbidden`.
 */
function rolesMeant(asker: Asker, filter: SessionFilter): readonly Role[] {
  return requireRight(asker, filter.username === undefined ? 'many' : 'ends').ends;
}

/** The sessions of these roles that matched at `asOfMs` and still do; those of that very millisecond are excluded. */
function sessionsAsOf(redis: Redis, filter: SessionFilter, roles: readonly string[], asOfMs: number) {
  const { sid } = filter;
  const matching = sessionQuery(filter, roles, asOfMs);
  const query = matching && `${matching} @createdAt:[-inf (${Math.floor(asOfMs)}]`;
  return {
    /** By role and device kind. One FT.AGGREGATE. */
    async count(): Promise<Counts> {
      if (query === null) return NO_SESSIONS;
      return sid === undefined ? countByGroup(redis, query) : countRows(await findThese(redis, query, sid));
    },

    /** Some of them. One FT.SEARCH. */
    async find(maxRows: number): Promise<SessionRef[]> {
      if (query === null) return [];
      if (sid !== undefined) return findThese(redis, query, sid);
      const { documents } = await redis.ft.search(SESSION_INDEX.alias, query, {
        LIMIT: { from: 0, size: maxRows },
        RETURN: ['$.user', 'AS', 'user'],
        DIALECT: 2,
      });
      return documents.flatMap(({ id, value }) => {
        const found = id.slice(id.lastIndexOf(':') + 1);
        const user = foundSchema.shape.user.safeParse(value.user).data;
        return user && isSessionId(found) ? [{ user, sid: found }] : [];
      });
    },
  };
}

type Preview = { filter: SessionFilter; asOf: number; count: number };

/** Nobody else can make it: what ends is what this member of staff was shown. Null when the key is not configured. */
function sealOf(keyId: string, { document: { user } }: Session, preview: Preview): string | null {
  const sealed = { keyId, revocation: { user, ...preview } };
  const mac = macOf(sealed);
  return mac && `${keyId}:${mac}`;
}

/** What a revocation by `filter` would end now, sealed for the asker. One FT.AGGREGATE. */
export async function previewRevocation(redis: Redis, asker: Session, filter: SessionFilter) {
  const roles = rolesMeant(asker, filter);
  const asOf = Math.floor(await redisNow(redis));
  const { total, byRole, byKind } = await sessionsAsOf(redis, filter, roles, asOf).count();
  const seal = sealOf(signingKeyId(), asker, { filter, asOf, count: total }) ?? '';
  return { asOf, count: total, byRole, byKind, seal };
}

/**
 * Ends the sessions that a preview counted and that still match; newer ones stay. Each end is recorded in its user's
 * audit log in the same step, begin and end of the whole in the asker's. `alreadyGone` were ended by somebody else in
 * the meantime; `left` were not reached in time: ask again with the same preview. Throws `forbidden`, `step_up_required`, or
 * `conflict` when the preview is old or none of the asker's, or more match than it said.
 */
export async function revokeByFilter(
  redis: Redis,
  session: Session,
  { filter, asOf, expectedCount, seal }: z.output<typeof revocationSchema>,
  headers: RequestHeaders,
): Promise<Ended & { left: number }> {
  const sessions = sessionsAsOf(redis, filter, rolesMeant(session, filter), asOf);
  await requireStepUp(session);
  const nowMs = await redisNow(redis);
  const { total } = await sessions.count();
  const [keyId = ''] = seal.split(':');
  const shown = sealOf(keyId, session, { filter, asOf, count: expectedCount });
  if (shown === null || !sameDigest(seal, shown) || asOf < nowMs - PREVIEW_KEPT_MS || total > expectedCount) {
    throw new BankError('conflict', 'This is not what the preview showed. Please look again.', {
      fields: { expectedCount: String(total) },
    });
  }
  const actor = actorOf(session.document, headers);
  const asked = JSON.stringify(filter);
  await recordStaffAct(redis, session, headers, {
    act: 'staff_revocation_begun',
    detail: { filter: asked, expectedCount },
  });
  const done = await endAll(redis, () => sessions.find(AT_ONCE), actor);
  const { total: left } = await sessions.count();
  await recordStaffAct(redis, session, headers, {
    act: 'staff_revocation_done',
    detail: { filter: asked, ...done, left },
  });
  return { ...done, left };
}

type Ended = { revoked: number; alreadyGone: number };

/** Repeats until none is found or time is up. */
async function endAll(redis: Redis, find: () => Promise<SessionRef[]>, actor: Actor): Promise<Ended> {
  const until = performance.now() + WORK_MS;
  const done = { revoked: 0, alreadyGone: 0 };
  while (performance.now() < until) {
    const found = await find();
    if (found.length === 0) break;
    const ended = await Promise.all(
      found.map(({ user, sid }) =>
        revokeSession(redis, { user, sid }, 'staff', () =>
          makeAuditEntries(redis, user, actor, [sessionEnded(sid, 'staff')]),
        ),
      ),
    );
    const revoked = ended.filter(Boolean).length;
    done.revoked += revoked;
    done.alreadyGone += ended.length - revoked;
    // Only sessions that are gone already: the index needs a moment.
    if (revoked === 0) break;
  }
  return done;
}
