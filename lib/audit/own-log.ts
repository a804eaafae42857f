/** The audit log as its own user reads it. */
import { z } from 'zod';
import type { Redis } from '#lib/redis/client.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { shortAddress } from '#lib/sessions/short-address.ts';
import { auditEntrySchema } from './audit-entry.ts';
import { countedDetail, readAuditLog } from './read-log.ts';

const kept = {
  n: true,
  at: true,
  act: true,
  outcome: true,
  browser: true,
  system: true,
  detail: true,
} as const;
export const auditViewSchema = auditEntrySchema.pick(kept).extend({
  by: z.enum(['self', 'staff', 'anonymous']),
  current: z.boolean().describe('Done from the session that asks.'),
  address: z.string().describe('Shortened: enough to tell home from abroad.'),
  times: z.number().int().positive().describe('More than 1 where repeats are only counted.'),
});
export type AuditView = z.output<typeof auditViewSchema>;

/** Where staff work from is no customer's business. */
const NOWHERE = { browser: '', system: '', address: '' };

/** A page of one's own audit log, newest first. HGET, JSON.MGET and a GET per refusal: O(limit). */
export async function ownAuditLog(
  redis: Redis,
  { user, sid }: SessionDocument,
  page: { before?: number; limit: number },
): Promise<{ items: AuditView[]; next: number | null }> {
  const { items, next } = await readAuditLog(redis, user, page);
  const views = items.map(async (entry): Promise<AuditView> => {
    const { n, at, act, outcome, actor, from } = entry;
    const by = actor === null ? 'anonymous' : actor === user ? 'self' : 'staff';
    const { browser, system, address } = by === 'staff' ? NOWHERE : entry;
    return {
      n,
      at,
      act,
      outcome,
      browser,
      system,
      by,
      current: from === sid,
      address: shortAddress(address),
      ...(await countedDetail(redis, entry)),
    };
  });
  return { items: await Promise.all(views), next };
}
