/** People: the name they sign in with, their document, their credential and their epoch. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import { foldText } from '#lib/fold-text.ts';
import { type AccountId, isAccountId, isUserTag, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { type Profile, profileSchema } from '#lib/sessions/document.ts';
import { createEpoch, removeEpoch } from '#lib/sessions/epoch.ts';
import { type Credential, newCredential } from './credentials.ts';
import { type Role, roleSchema } from './roles.ts';

const USERNAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const accountId = z.custom<AccountId>((value) => typeof value === 'string' && isAccountId(value));

const userSchema = z.object({
  username: z.string(),
  role: roleSchema,
  profile: profileSchema,
  /** Shorter sessions, as the payment directive asks; the standard ones when absent. */
  sessionPolicy: z.literal('psd2').optional(),
  accounts: z.array(accountId),
});

/** A user's document together with the tag it is kept under. */
export type User = z.infer<typeof userSchema> & { user: UserTag };

export type NewUser = {
  username: string;
  /** Or what is stored of it, for those who share one. */
  password: string | Credential;
  role: Role;
  profile: Profile;
  accounts: AccountId[];
  sessionPolicy?: 'psd2';
  /** Given where the tag must be known before, as for demo people; random otherwise. */
  user?: UserTag;
};

export function newUserTag(): UserTag {
  const tag = randomBytes(16).toString('base64url');
  if (!isUserTag(tag)) throw new TypeError('a user tag must be 22 characters of base64url');
  return tag;
}

/**
 * A name as it is looked up, since phones capitalise the first letter and add a space. Null for what cannot be a user
 * name, before any key is built.
 */
export function normaliseUsername(text: string): string | null {
  const name = text.normalize('NFKC').trim().toLowerCase();
  return USERNAME.test(name) ? name : null;
}

/**
 * Creates a user. The name is written last and only if it is free (SET NX): it is in another slot, and until it is
 * there the user cannot sign in. Throws `conflict` when the name is taken, leaving nothing behind. JSON.SET twice, SET
 * twice: O(1), and one password hash.
 */
export async function createUser(redis: Redis, given: NewUser): Promise<User> {
  const username = normaliseUsername(given.username);
  if (username === null)
    throw new BankError('bad_request', 'A user name is 1–64 letters, digits, dots or dashes.');
  const taken = () => new BankError('conflict', 'This user name is taken.');
  if ((await redis.exists(keys.username(username))) === 1) throw taken();

  const user = given.user ?? newUserTag();
  const document = userSchema.parse({ ...given, username });
  const { password } = given;
  const credential = typeof password === 'string' ? await newCredential(redis, password) : password;
  const words = foldText(document.profile.name);
  await redis.json.set(keys.user(user), '$', { ...document, words });
  await redis.json.set(keys.credential(user), '$', credential);
  await createEpoch(redis, user);
  if ((await redis.set(keys.username(username), user, { condition: 'NX' })) === null) {
    // With a given tag, the first writer is this very user: keep what they wrote.
    if ((await redis.get(keys.username(username))) !== user) {
      await redis.del([keys.user(user), keys.credential(user)]);
      await removeEpoch(redis, user);
    }
    throw taken();
  }
  return { ...document, user };
}

/** The tag behind a name as typed, or null. GET, O(1). */
export async function findUserTag(redis: Redis, text: string): Promise<UserTag | null> {
  const username = normaliseUsername(text);
  if (username === null) return null;
  const tag = await redis.get(keys.username(username));
  return tag !== null && isUserTag(tag) ? tag : null;
}

/** The user behind a name as typed, or null. GET and JSON.GET, O(1). */
export async function findUser(redis: Redis, text: string): Promise<User | null> {
  const user = await findUserTag(redis, text);
  return user && readUser(redis, user);
}

/** A user's document, or null. JSON.GET, O(1). The credential is another key, never read here. */
export async function readUser(redis: Redis, user: UserTag): Promise<User | null> {
  const found = await redis.json.get(keys.user(user));
  return found === null ? null : { ...userSchema.parse(found), user };
}

/** The name that a user signs in with, or null. JSON.GET by path, O(1). */
export async function readUsername(redis: Redis, user: UserTag): Promise<string | null> {
  const found = await redis.json.get(keys.user(user), { path: '$.username' });
  const [username] = Array.isArray(found) ? found : [];
  return typeof username === 'string' ? username : null;
}
