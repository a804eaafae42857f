/** A user's credential: the hash of their password, in a key of its own that no index holds and no staff code reads. */
import { z } from 'zod';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

const credentialSchema = z.object({ hash: z.string(), changedAt: z.number().int() });
type Credential = z.output<typeof credentialSchema>;

/** What is stored for a password. Hashes as `hashPassword`. */
export async function newCredential(redis: Redis, password: string): Promise<Credential> {
  return { hash: await hashPassword(password), changedAt: Math.round(await redisNow(redis)) };
}

/** Whether a password is that of a user; a user that is gone costs the same. JSON.GET, O(1), and one hash. */
export async function isPasswordOf(redis: Redis, user: UserTag, password: string): Promise<boolean> {
  const stored = credentialSchema.safeParse(await redis.json.get(keys.credential(user)));
  return verifyPassword(password, stored.success ? stored.data.hash : null);
}
