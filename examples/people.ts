/**
 * What is the application's own: who there is, and how they prove it. To the session layer a user is a random tag and
 * an epoch, written once when the user is made; without an epoch nobody can sign in.
 */
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { isUserTag, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import type { NewSession } from '#lib/sessions/create.ts';
import { createEpoch, readEpoch } from '#lib/sessions/epoch.ts';

type Person = { user: UserTag; salt: Buffer; hash: Buffer };
const people = new Map<string, Person>();

const hashOf = (password: string, salt: Buffer) => scryptSync(password, salt, 32);

/** Kept in memory, as far as an example goes. */
export async function addPerson(redis: Redis, name: string, password: string): Promise<void> {
  const user = randomBytes(16).toString('base64url');
  if (!isUserTag(user)) throw new TypeError('a tag must be 22 characters of base64url');
  const salt = randomBytes(16);
  await createEpoch(redis, user);
  people.set(name, { user, salt, hash: hashOf(password, salt) });
}

/** What a session of whoever this is begins with, or null. Open to the world it also needs a throttle, and one time for both noes. */
export async function whoIs(redis: Redis, name: string, password: string): Promise<NewSession | null> {
  const person = people.get(name);
  // The epoch before the password: sessions ended together in between refuse the one that is about to be made.
  const epoch = person && (await readEpoch(redis, person.user));
  if (!person || !epoch || !timingSafeEqual(hashOf(password, person.salt), person.hash)) return null;
  return {
    user: person.user,
    username: name,
    role: 'user',
    policy: 'standard',
    transport: 'cookie',
    profile: { name, dateOfBirth: '', email: '' },
    device: { browser: '', system: '', kind: 'unknown', address: '' },
    epoch: Number(epoch),
  };
}
