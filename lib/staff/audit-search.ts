/** Searches audit logs for staff. */
import { z } from 'zod';
import { AUDIT_ACTS, type AuditEntry, auditEntrySchema, BANK } from '#lib/audit/audit-entry.ts';
import { AUDIT_INDEX } from '#lib/audit/audit-index.ts';
import { countedDetail } from '#lib/audit/read-log.ts';
import { BankError } from '#lib/errors.ts';
import { findUser, readUsername } from '#lib/identity/users.ts';
import { isUserTag, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { escapeTag } from '#lib/redis/escaping.ts';
import { type NewestCursor, newestPage } from '#lib/redis/newest-first.ts';
import { wholeNumber } from '#lib/whole-number.ts';
import { type Asker, requireRight } from './permissions.ts';

const MAX_NAME_CHARS = 64;
const name = z.string().trim().min(1).max(MAX_NAME_CHARS);
const millis = wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** The filter of a query string; every clause must match. */
export const auditFilterSchema = z.strictObject({
  username: name
    .optional()
    .describe('Whose audit log. Needed but for a super-admin, who may ask about all at once.'),
  by: name.optional().describe('The user name of who did it.'),
  act: z.enum(AUDIT_ACTS).optional(),
  outcome: auditEntrySchema.shape.outcome.optional(),
  from: millis.optional().describe('At or after this moment.'),
  to: millis.optional().describe('Before this moment.'),
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

/** An entry without what only the chain needs. */
const shownSchema = auditEntrySchema.omit({ since: true, keyId: true, previous: true, mac: true });
export const staffAuditEntrySchema = shownSchema.extend({
  username: z.string().describe('The subject’s, as it is now.'),
  times: z.number().int().positive().describe('More than 1 where repeats are only counted.'),
});
export type StaffAuditEntry = z.output<typeof staffAuditEntrySchema>;
type AuditPage = { items: StaffAuditEntry[]; next: string | null; total: number };

const NOTHING: AuditPage = { items: [], next: null, total: 0 };

type Reader = Asker & { document: { user: string } };

/** Where a colleague was when they acted is between them and who reads everybody's: their session and address are left out. */
function withoutPlace(entry: AuditEntry, { document: { user } }: Reader): AuditEntry {
  const colleagues = entry.actor !== null && entry.actor !== entry.subject && entry.actor !== user;
  return colleagues ? { ...entry, from: '', address: '' } : entry;
}

/**
 * A page of audit entries, newest first, of one user, or of all for a super-admin. For others a colleague's log looks
 * as empty as that of an unknown name, and in a customer's a colleague's session and address are empty. Throws `forbidden`. One FT.SEARCH to count, the page
 * (lib/redis/newest-first.ts), and per entry at most a JSON.GET and a GET.
 */
export async function searchAudit(
  redis: Redis,
  asker: Reader,
  filter: AuditFilter,
  page: { before?: NewestCursor; limit: number },
): Promise<AuditPage> {
  const { reads, allAuditLogs } = requireRight(asker, 'reads');
  const { username } = filter;
  if (username === undefined && !allAuditLogs) {
    throw new BankError('forbidden', 'Your role allows to read one customer’s audit log: give a user name.');
  }
  const subject = username === undefined ? null : await findUser(redis, username);
  const seen = username === undefined || (subject !== null && reads.includes(subject.role));
  const query = auditQuery(filter, subject?.user ?? null);
  if (!seen || query === null) return NOTHING;

  const { alias } = AUDIT_INDEX;
  const { total } = await redis.ft.search(alias, query, { LIMIT: { from: 0, size: 0 }, DIALECT: 2 });
  const search = async (clause: string, from: number, size: number) => {
    const { documents } = await redis.ft.search(alias, clause, {
      SORTBY: { BY: 'at', DIRECTION: 'DESC' },
      LIMIT: { from, size },
      RETURN: '$',
      DIALECT: 2,
    });
    return documents.map(({ value }) => value);
  };
  const { found, next } = await newestPage(redis, query, { ...page, by: 'at', total, search });
  // Malformed entries are left out; verifying the chain reports them.
  const entries = found.flatMap((document) => auditEntrySchema.safeParse(document).data ?? []);
  const names = await namesOf(redis, entries);
  const items = entries.map(async (entry) => ({
    ...shownSchema.parse(allAuditLogs ? entry : withoutPlace(entry, asker)),
    ...(await countedDetail(redis, entry)),
    username: names.get(entry.subject) ?? '',
  }));
  return { items: await Promise.all(items), next, total };
}

/** Null when nothing can match. Every text is escaped or a constant. */
function auditQuery({ by, act, outcome, from, to }: AuditFilter, subject: UserTag | null): string | null {
  // No name is empty, and leaving the clause out would match everybody.
  if (by !== undefined && escapeTag(by) === '') return null;
  const clauses = [
    subject !== null && `@subject:{${escapeTag(subject)}}`,
    by !== undefined && `@by:{${escapeTag(by)}}`,
    act !== undefined && `@act:{${act}}`,
    outcome !== undefined && `@outcome:{${outcome}}`,
    from !== undefined && `@at:[${from} +inf]`,
    to !== undefined && `@at:[-inf (${to}]`,
  ].filter((clause) => clause !== false);
  return clauses.length > 0 ? clauses.join(' ') : '*';
}

async function namesOf(redis: Redis, entries: AuditEntry[]): Promise<Map<string, string>> {
  const users = [...new Set(entries.map(({ subject }) => subject))].filter(isUserTag);
  const named = users.map(async (user) => [user, (await readUsername(redis, user)) ?? ''] as const);
  return new Map([...(await Promise.all(named)), [BANK.user, BANK.username]]);
}
