/**
 * The session document `redisBank:session:{U}:<sid>`. Members named here belong to the session layer; others are
 * application data, written by path through `updateApplicationData`.
 */
import { z } from 'zod';
import { isSessionId, isUserTag, type SessionId, type UserTag } from '#lib/ids.ts';
import { POLICY_NAMES } from './policy.ts';
import { END_REASONS } from './reasons.ts';

const userTag = z.custom<UserTag>((value) => typeof value === 'string' && isUserTag(value));
const sessionId = z.custom<SessionId>((value) => typeof value === 'string' && isSessionId(value));
const millis = z.number().int().nonnegative();

export const DEVICE_KINDS = ['phone', 'tablet', 'computer', 'program', 'unknown'] as const;

export const deviceSchema = z.object({
  browser: z.string(),
  system: z.string(),
  kind: z.enum(DEVICE_KINDS),
  address: z.string(),
});
export type Device = z.infer<typeof deviceSchema>;

export const profileSchema = z.object({
  name: z.string(),
  /** `yyyy-mm-dd` */
  dateOfBirth: z.string(),
  email: z.string(),
});
export type Profile = z.infer<typeof profileSchema>;

export const TRANSPORTS = ['cookie', 'bearer'] as const;
export type Transport = (typeof TRANSPORTS)[number];

export const sessionDocumentSchema = z.looseObject({
  sid: sessionId,
  /** SHA-256 of the current secret, base64url. */
  tokenDigest: z.string(),
  /** The digest before the last rotation, which answers "rotated" for a while; empty before the first one. */
  previousDigest: z.string().default(''),
  rotatedAt: millis.default(0),
  transport: z.enum(TRANSPORTS),
  user: userTag,
  username: z.string(),
  role: z.string(),
  policy: z.enum(POLICY_NAMES),
  profile: profileSchema,
  createdAt: millis,
  lastActiveAt: millis,
  idleExpiresAt: millis,
  absoluteExpiresAt: millis,
  device: deviceSchema,
  /** How and when the user proved who they are. */
  authentication: z.object({ method: z.enum(['password', 'passkey']), at: millis }),
  /** When they last proved it again within this session; 0 when never. */
  stepUpAt: millis.default(0),
  /** Wrong passwords given within this session since the last right one. */
  stepUpFailures: millis.default(0),
  /** The user's epoch at creation; a session of another epoch is over. */
  epoch: z.number().int().positive(),
});

export type SessionDocument = z.infer<typeof sessionDocumentSchema>;

/**
 * A new session as stored: without its id, which is in the key, and without members that every new session has alike.
 * RedisJSON doubles an object's table at the 17th member (395 bytes): thirteen leave room for three more.
 */
export function toStored({
  sid: _sid,
  previousDigest: _,
  rotatedAt: __,
  stepUpAt: ___,
  stepUpFailures: ____,
  authentication,
  ...document
}: SessionDocument): Record<string, unknown> {
  return authentication.method === 'password' ? document : { ...document, authentication };
}

/** The whole document from its stored form. Throws a ZodError for anything else. */
export function fromStored(sid: SessionId, found: unknown): SessionDocument {
  const createdAt = typeof found === 'object' && found && 'createdAt' in found ? found.createdAt : undefined;
  // A session starts with a password sign-in, unless it says otherwise.
  return sessionDocumentSchema.parse({
    authentication: { method: 'password', at: createdAt },
    ...Object(found),
    sid,
  });
}

/** Names that application data must not take. */
export const SESSION_FIELDS: ReadonlySet<string> = new Set(Object.keys(sessionDocumentSchema.shape));

const SECRET_FIELDS = {
  tokenDigest: true,
  previousDigest: true,
  rotatedAt: true,
  stepUpFailures: true,
  epoch: true,
} as const;

export const publicSessionSchema = sessionDocumentSchema.omit(SECRET_FIELDS);
export type PublicSession = z.infer<typeof publicSessionSchema>;

/** The document for its own user, without what only the server needs. */
export const withoutSecrets = (document: SessionDocument): PublicSession =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !(name in SECRET_FIELDS))) as PublicSession;

/** Why a session ended, kept a day; the digest lets only a holder of the token read it. */
export const endedRecordSchema = z.object({
  reason: z.enum(END_REASONS),
  at: millis,
  tokenDigest: z.string(),
});

/** Names a session without the power to use it: what lists, revocations and path writes need. */
export type SessionRef = { readonly user: UserTag; readonly sid: SessionId };

/** When Redis removes the document: whichever clock runs out first. */
export const expiryOf = ({
  idleExpiresAt,
  absoluteExpiresAt,
}: Pick<SessionDocument, 'idleExpiresAt' | 'absoluteExpiresAt'>): number =>
  Math.min(idleExpiresAt, absoluteExpiresAt);
