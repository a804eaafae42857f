/** A link that sets a new password without the old one. It works once, within ten minutes. */
import { randomBytes } from 'node:crypto';
import { makeAuditEntries, OPERATOR } from '#lib/audit/audit-entry.ts';
import { findUserTag, readUsername } from '#lib/identity/users.ts';
import { isUserTag, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { digestOf, sameDigest } from '#lib/sessions/token.ts';
import { MINUTE } from '#lib/time.ts';

export const RESET_LINK_MS = 10 * MINUTE;

const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const openScript = sessionScript('lib/sign-in/reset-open.lua');

export type ResetToken = { user: UserTag; secret: string };

/** `<user tag>.<secret>`. Checks length and charset before any key is built; null for anything else. */
export function parseResetToken(text: unknown): ResetToken | null {
  if (typeof text !== 'string') return null;
  const [user = '', secret = '', ...rest] = text.split('.');
  return rest.length === 0 && isUserTag(user) && SECRET.test(secret) ? { user, secret } : null;
}

/**
 * Makes a new link's token for the user behind a name, and ends the former link; null for an unknown name. Redis holds
 * its SHA-256 alone. GET and one script (SET … PX), O(1).
 */
export async function makeResetToken(redis: Redis, name: string): Promise<string | null> {
  const user = await findUserTag(redis, name);
  if (user === null) return null;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const answer = await openScript(redis, async () => ({
    keys: [keys.reset(user), keys.user(user)],
    options: { digest: digestOf(secret), goodForMs: RESET_LINK_MS },
    audit: await makeAuditEntries(redis, user, OPERATOR, [{ act: 'reset_link_made' }]),
  }));
  return answer === 'gone' ? null : `${user}.${secret}`;
}

/**
 * The user of a link, or null when it was used, replaced, expired or never existed. Looking does not use it up: mail
 * programs follow links. GET and JSON.GET, O(1).
 */
export async function readResetToken(
  redis: Redis,
  { user, secret }: ResetToken,
): Promise<{ username: string } | null> {
  const digest = await redis.get(keys.reset(user));
  if (digest === null || !sameDigest(digest, digestOf(secret))) return null;
  const username = await readUsername(redis, user);
  return username === null ? null : { username };
}
