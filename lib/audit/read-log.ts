/** Reads and verifies audit logs. */
import { isUserTag, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { AUDIT_KEPT_ENTRIES, AUDIT_KEPT_MS, type AuditEntry, auditEntrySchema } from './audit-entry.ts';
import { macOf, sealOf } from './chain.ts';

const PAGE = 200;

const numbers = (from: number, to: number) =>
  Array.from({ length: Math.max(0, from - to + 1) }, (_, at) => from - at);

/** Entries `from` … `to`, newest first, null where one is missing or malformed. One JSON.MGET of computed keys. */
async function readEntries(redis: Redis, user: UserTag, ns: number[]): Promise<(AuditEntry | null)[]> {
  if (ns.length === 0) return [];
  const found = await redis.json.mGet(
    ns.map((n) => keys.audit(user, n)),
    '$',
  );
  return found.map(
    (reply) => auditEntrySchema.safeParse(Array.isArray(reply) ? reply[0] : null).data ?? null,
  );
}

/**
 * A page of a user's audit log, newest first, with the `before` of the next page or null. HGET and JSON.MGET of
 * computed keys: O(limit).
 */
export async function readAuditLog(
  redis: Redis,
  user: UserTag,
  { before, limit }: { before?: number; limit: number },
): Promise<{ items: AuditEntry[]; next: number | null }> {
  const last = Number((await redis.hGet(keys.auditHead(user), 'n')) ?? 0);
  const newest = Math.min(last, (before ?? Number.MAX_SAFE_INTEGER) - 1);
  const oldest = Math.max(1, newest - limit + 1);
  // And one more: entries go oldest first, so below a missing one there are none.
  const found = await readEntries(redis, user, numbers(newest, Math.max(1, oldest - 1)));
  const [entries, older] = [found.slice(0, limit), found[limit] ?? null];
  return { items: entries.filter((entry) => entry !== null), next: older && oldest };
}

/**
 * An entry's detail and how often it happened: repeated refusals within an hour are one entry and a counter. GET where
 * the entry names a counter, O(1).
 */
export async function countedDetail(
  redis: Redis,
  { subject, detail: { counter, ...detail } }: AuditEntry,
): Promise<{ detail: AuditEntry['detail']; times: number }> {
  if (typeof counter !== 'string' || !isUserTag(subject)) return { detail, times: 1 };
  return { detail, times: Number((await redis.get(keys.refused(subject, counter))) ?? 1) };
}

type AuditFault = {
  n: number;
  fault: 'changed' | 'removed' | 'cut_off' | 'head_changed' | 'key_unknown';
};

/**
 * Verifies a user's whole audit log, of which AUDIT_KEPT_ENTRIES are kept. Entries may be missing only at the beginning,
 * and only when the log is older than AUDIT_KEPT_MS. Finds whatever was changed or removed without the key, but not an old copy of head and entries put
 * back together. HMGET and JSON.MGET in pages of 200: O(entries).
 */
export async function verifyAuditLog(redis: Redis, user: UserTag) {
  const [n, mac, seal] = await redis.hmGet(keys.auditHead(user), ['n', 'mac', 'seal']);
  const beyond = (await readEntries(redis, user, [Number(n ?? 0) + 1]))[0];
  if (typeof n !== 'string') return { entries: 0, faults: beyond ? [{ n: 0, fault: 'head_changed' }] : [] };

  const last = Number(n);
  const faults: AuditFault[] = [];
  const [keyId = '', sealed] = (seal ?? '').split(':');
  const expected = sealOf(keyId, user, last, mac ?? '');
  if (expected === null) faults.push({ n: last, fault: 'key_unknown' });
  else if (expected !== sealed) faults.push({ n: last, fault: 'head_changed' });
  if (beyond) faults.push({ n: last, fault: 'cut_off' });

  let entries = 0;
  /** From a signed entry: the head could claim any. */
  let since = Number.POSITIVE_INFINITY;
  /** The mac that the next older entry must have; null after a gap. */
  let follows: string | null = mac ?? null;
  const missing: number[] = [];
  const reportMissing = () => {
    for (const gone of missing.splice(0))
      faults.push({ n: gone, fault: gone === last ? 'cut_off' : 'removed' });
  };
  const first = Math.max(1, last - AUDIT_KEPT_ENTRIES + 1);
  for (let from = last; from >= first; from -= PAGE) {
    const ns = numbers(from, Math.max(first, from - PAGE + 1));
    for (const [at, entry] of (await readEntries(redis, user, ns)).entries()) {
      const number = ns[at] ?? 0;
      if (entry === null) {
        missing.push(number);
        follows = null;
        continue;
      }
      // An older entry exists, so these did not expire.
      reportMissing();
      entries += 1;
      const { mac: own, ...signed } = entry;
      const right = macOf(signed);
      if (right === null) faults.push({ n: number, fault: 'key_unknown' });
      const genuine = right === own && entry.n === number && entry.subject === user;
      const fits = genuine && (follows === null || own === follows);
      if (right !== null && !fits) faults.push({ n: number, fault: 'changed' });
      // A false entry proves nothing about the one before it.
      follows = fits ? entry.previous : null;
      if (fits) since = entry.since;
    }
  }
  if (since > (await redisNow(redis)) - AUDIT_KEPT_MS) reportMissing();
  return { entries, faults };
}
