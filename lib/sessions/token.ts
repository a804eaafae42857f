/**
 * A session's token: `<user tag>.<session id>.<secret>`, 128, 128 and 256 random bits in base64url. Redis, lists
 * and logs know the session id and, in the session document alone, the secret's SHA-256.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isSessionId, isUserTag, type SessionId, type UserTag } from '#lib/ids.ts';

const ID_BYTES = 16;
const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const TOKEN_CHARS = 22 + 1 + 22 + 1 + 43;

export type Token = { readonly user: UserTag; readonly sid: SessionId; readonly secret: string };

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** A new token of a user; nothing that a client sent goes into it, so a planted id cannot be adopted. */
export function newToken(user: UserTag): Token {
  const sid = random(ID_BYTES);
  if (!isSessionId(sid)) throw new TypeError('a session id must be 22 characters of base64url');
  return { user, sid, secret: random(SECRET_BYTES) };
}

/** The same session with a new secret, for rotation. */
export const renewToken = ({ user, sid }: Token): Token => ({ user, sid, secret: random(SECRET_BYTES) });

export const formatToken = ({ user, sid, secret }: Token): string => `${user}.${sid}.${secret}`;

/** Length and charset are checked here, before any key is built from the parts; anything else is null. */
export function parseToken(text: string): Token | null {
  if (text.length !== TOKEN_CHARS) return null;
  const [user = '', sid = '', secret = '', ...rest] = text.split('.');
  if (rest.length > 0 || !isUserTag(user) || !isSessionId(sid) || !SECRET.test(secret)) return null;
  return { user, sid, secret };
}

/** SHA-256 in base64url. A plain hash is enough: the secret has 256 random bits, there is nothing to guess. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Compares two digests in constant time, so that answer times tell nothing about how much of one matched. */
export function sameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
