/**
 * Makes the audit log tamper-evident: each entry carries an HMAC over itself and over the HMAC of the entry before,
 * under a key that Redis never sees. Pure.
 */
import { createHmac } from 'node:crypto';
import { secrets } from '#lib/config.ts';

/** The secret with the highest number signs; all of them verify. */
function chainKey(id: string): Buffer | null {
  const { auditSecrets } = secrets();
  // Its own: an id comes from whoever sends a seal, and every object has a `constructor`.
  const secret = Object.hasOwn(auditSecrets, id) ? auditSecrets[id] : undefined;
  // Derived, so that a secret shared with another use gives another key.
  return secret === undefined
    ? null
    : createHmac('sha256', secret).update('redisBank audit trail, version 1').digest();
}

export const signingKeyId = (): string =>
  String(Math.max(...Object.keys(secrets().auditSecrets).map(Number)));

/** JSON with sorted members: equal values give equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

/** The HMAC of an entry without its `mac`; null when its key is not configured any more. */
export function macOf(entry: { keyId: string }): string | null {
  const key = chainKey(entry.keyId);
  return key && createHmac('sha256', key).update(canonical(entry)).digest('base64url');
}

/** Seals the head, so that cutting off the newest entries is found. */
export const sealOf = (keyId: string, user: string, n: number, mac: string): string | null =>
  macOf({ keyId, head: user, n, mac } as { keyId: string });
