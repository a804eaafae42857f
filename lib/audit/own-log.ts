/** The audit log as its own user reads it. */
import type { Redis } from '#lib/redis/client.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { shortAddress } from '#lib/sessions/view.ts';
import type { AuditEntry } from './audit-entry.ts';
import { countedDetail, readAuditLog } from './read-log.ts';

export type AuditView = Pick<AuditEntry, 'n' | 'at' | 'act' | 'outcome' | 'browser' | 'system'> & {
  /** The user, the bank's staff, or an anonymous request. */
  by: 'self' | 'staff' | 'anonymous';
  /** Done from the session that asks. */
  current: boolean;
  /** Shortened, as in `sessionView`. */
  address: string;
  detail: AuditEntry['detail'];
  /** How often it happened; repeats are only counted. */
  times: number;
};

/** A page of one's own audit log, newest first. HGET, JSON.MGET and a GET per refusal: O(limit). */
export async function ownAuditLog(
  redis: Redis,
  { user, sid }: SessionDocument,
  page: { before?: number; limit: number },
): Promise<{ items: AuditView[]; next: number | null }> {
  const { items, next } = await readAuditLog(redis, user, page);
  const views = items.map(async (entry): Promise<AuditView> => {
    const { n, at, act, outcome, actor, from, browser, system } = entry;
    return {
      n,
      at,
      act,
      outcome,
      browser,
      system,
      by: actor === null ? 'anonymous' : actor === user ? 'self' : 'staff',
      current: from === sid,
      address: shortAddress(entry.address),
      ...(await countedDetail(redis, entry)),
    };
  });
  return { items: await Promise.all(views), next };
}
