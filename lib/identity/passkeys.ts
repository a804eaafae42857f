/**
 * A user's passkeys, `redisBank:passkeys:{U}`: a hash, a field a credential id, of what verifies them and what their
 * owner is shown. They sign in and step up; what confirms payments is kept by another process, in another key.
 */
import { z } from 'zod';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { readFields } from '#lib/redis/fields.ts';
import { keys } from '#lib/redis/keys.ts';
import { shortName } from '#lib/short-name.ts';
import type { Assertion } from '#lib/webauthn.ts';
import { millis } from '#lib/whole-number.ts';
import { MAX_PASSKEY_NAME } from './passkey-limits.ts';
import { passkeyRule } from './passkey-policy.ts';
import { roleSchema } from './roles.ts';

export const passkeyNameSchema = shortName(MAX_PASSKEY_NAME);

/** Why a passkey may have been copied: its counter did not rise, or its backup is another than before. */
const DOUBTS = ['counter', 'backup'] as const;

const passkeySchema = z.object({
  /** COSE, base64url. */
  publicKey: z.string(),
  name: z.string(),
  madeAt: millis,
  /** 0 for never. */
  lastUsedAt: millis,
  /** As the authenticator said last: signatures made; 0 always, where it does not count. */
  counter: z.number().int().nonnegative(),
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  transports: z.array(z.string()),
  /** Until its owner says that it was them. */
  doubt: z.enum(DOUBTS).optional(),
});
export type Passkey = z.infer<typeof passkeySchema>;

export const passkeyViewSchema = z
  .object({
    id: z.string().describe('The credential id.'),
    name: z.string(),
    madeAt: millis,
    lastUsedAt: millis.describe('0 for never.'),
    synced: z.boolean().describe('Whether it is on other devices, too.'),
    doubt: z
      .enum(DOUBTS)
      .optional()
      .describe('It may have been copied: it signs in, and is refused for a step-up.'),
  })
  .meta({ id: 'Passkey' });
export type PasskeyView = z.output<typeof passkeyViewSchema>;

export const passkeyView = (id: string, passkey: Passkey): PasskeyView => ({
  id,
  name: passkey.name,
  madeAt: passkey.madeAt,
  lastUsedAt: passkey.lastUsedAt,
  synced: passkey.backedUp,
  ...(passkey.doubt ? { doubt: passkey.doubt } : {}),
});

/** A passkey with its stored text, which whoever changes it must still find. */
export type StoredPasskey = { passkey: Passkey; text: string };

/** A user's passkey, or null. HGET, O(1). */
export async function readPasskey(redis: Redis, user: UserTag, id: string): Promise<StoredPasskey | null> {
  const text = await redis.hGet(keys.passkeys(user), id);
  return text === null ? null : { passkey: passkeySchema.parse(JSON.parse(text)), text };
}

/** A user's passkeys by their ids, oldest first. HGETALL, O(10). */
export async function readPasskeys(redis: Redis, user: UserTag): Promise<[id: string, passkey: Passkey][]> {
  const fields = Object.entries(await readFields(redis, keys.passkeys(user)));
  return fields
    .map(([id, text]): [string, Passkey] => [id, passkeySchema.parse(JSON.parse(text))])
    .sort(([, one], [, other]) => one.madeAt - other.madeAt);
}

/** HLEN, O(1). */
export const countPasskeys = (redis: Redis, user: UserTag): Promise<number> =>
  redis.hLen(keys.passkeys(user));

/** Whether a password alone proves this user no more: staff with a passkey. HLEN, O(1). */
export const needsPasskey = async (
  redis: Redis,
  { user, role }: { user: UserTag; role: string },
): Promise<boolean> =>
  passkeyRule(roleSchema.parse(role)) === 'required' && (await countPasskeys(redis, user)) > 0;

/**
 * A passkey after a use, in doubt when its counter did not rise or its backup changed: somebody else may have a copy.
 * A doubt stays. Pure.
 */
export function usedPasskey(passkey: Passkey, said: Assertion, nowMs: number): Passkey {
  const counts = said.counter > 0 || passkey.counter > 0;
  const { doubt = doubtOf() } = passkey;
  return { ...passkey, ...said, lastUsedAt: Math.round(nowMs), ...(doubt ? { doubt } : {}) };

  function doubtOf(): Passkey['doubt'] {
    if (counts && said.counter <= passkey.counter) return 'counter';
    const { backupEligible, backedUp } = passkey;
    return said.backupEligible !== backupEligible || said.backedUp !== backedUp ? 'backup' : undefined;
  }
}
