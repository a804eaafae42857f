/** A user's credential: the hash of their password, in a key that no index covers and no staff code reads. */
import { z } from 'zod';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { type Asker, hashPassword, verifyPassword } from './passwords.ts';

const credentialSchema = z.object({ hash: z.string(), changedAt: z.number().int() });
export type Credential = z.output<typeof credentialSchema>;

/** The stored credential of a password. Hashes as `hashPassword`. */
export async function newCredential(redis: Redis, password: string): Promise<Credential> {
  return { hash: await hashPassword(password), changedAt: Math.round(await redisNow(redis)) };
}

/** Whether a password is the user's; a missing user costs the same. JSON.GET, O(1), and one hash. */
export async function isPasswordOf(
  redis: Redis,
  user: UserTag,
  password: string,
  asker: Asker,
): Promise<boolean> {
  const stored = credentialSchema.safeParse(await redis.json.get(keys.credential(user)));
  return verifyPassword(password, stored.success ? stored.data.hash : null, asker);
}
