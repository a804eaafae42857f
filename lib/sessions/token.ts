/**
 * A session's token: `<user tag>.<session id>.<secret>`, 128, 128 and 256 random bits in base64url. Redis holds only
 * the secret's SHA-256, in the session document alone; lists and logs name the session id.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isSessionId, isUserTag, type SessionId, type UserTag } from '#lib/ids.ts';

const ID_BYTES = 16;
const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const TOKEN_CHARS = 22 + 1 + 22 + 1 + 43;

export type Token = { readonly user: UserTag; readonly sid: SessionId; readonly secret: string };

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** A new random token of a user; it takes nothing from the client, so planted ids are not adopted. */
export function newToken(user: UserTag): Token {
  const sid = random(ID_BYTES);
  if (!isSessionId(sid)) throw new TypeError('a session id must be 22 characters of base64url');
  return { user, sid, secret: random(SECRET_BYTES) };
}

/** The same session with a new secret, for rotation. */
export const renewToken = ({ user, sid }: Token): Token => ({ user, sid, secret: random(SECRET_BYTES) });

export const formatToken = ({ user, sid, secret }: Token): string => `${user}.${sid}.${secret}`;

/** Checks length and charset before any key is built; null for anything else. */
export function parseToken(text: string): Token | null {
  if (text.length !== TOKEN_CHARS) return null;
  const [user = '', sid = '', secret = '', ...rest] = text.split('.');
  if (rest.length > 0 || !isUserTag(user) || !isSessionId(sid) || !SECRET.test(secret)) return null;
  return { user, sid, secret };
}

/** SHA-256 in base64url. A plain hash is enough for 256 random bits. */
export const digestOf = (secret: string): string => hash('sha256', secret, 'base64url');

/** Compares two digests in constant time. */
export function sameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
