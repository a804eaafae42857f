/** The link to a new password: who has it needs no old one. It works once, and for ten minutes. */
import { randomBytes } from 'node:crypto';
import { type Actor, makeAuditEntries } from '#lib/audit/audit-entry.ts';
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

/** Whoever is at the bank's own command line, who is not anonymous. */
const OPERATOR: Actor = {
  actor: 'operator',
  actorName: 'operator',
  from: '',
  address: '',
  browser: '',
  system: '',
};

export type ResetToken = { user: UserTag; secret: string };

/** `<user tag>.<secret>`; length and charset are checked before any key is built, and anything else is null. */
export function parseResetToken(text: unknown): ResetToken | null {
  if (typeof text !== 'string') return null;
  const [user = '', secret = '', ...rest] = text.split('.');
  return rest.length === 0 && isUserTag(user) && SECRET.test(secret) ? { user, secret } : null;
}

/**
 * Makes the token of a new link for the user behind a name, and ends the one before; null for a name that nobody has.
 * Redis knows its SHA-256 alone. GET and one script (SET … PX), O(1).
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
 * Whose link it is, or null when it was used, replaced, is too old or never was. Looking uses nothing up: mail
 * programs follow links before people do. GET and JSON.GET, O(1).
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
