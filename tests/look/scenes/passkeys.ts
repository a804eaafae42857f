import { randomBytes } from 'node:crypto';
import { expect } from 'playwright/test';
import type { UserTag } from '#lib/ids.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY } from '#lib/time.ts';
import type { Look, Scenes } from '../look.ts';

/** A passkey that nobody has, for what only lists it; one that `pays` is a key for payments, too. */
export async function writePasskey(
  { redis }: Look,
  user: UserTag,
  { name = 'Safari on iPhone', pays = false } = {},
): Promise<void> {
  const id = randomBytes(16).toString('base64url');
  const madeAt = Date.now() - 3 * DAY;
  const passkey = { publicKey: '', name, madeAt, lastUsedAt: 0, counter: 0 };
  const more = { backupEligible: true, backedUp: true, transports: ['internal'] };
  await redis.hSet(keys.passkeys(user), id, JSON.stringify({ ...passkey, ...more }));
  if (!pays) return;
  const key = { publicKey: '', counter: 0, name, transports: ['internal'], enrolledAt: madeAt };
  await redis.hSet(keys.paymentKeys(user), id, JSON.stringify(key));
}

/** Passkeys of which one pays, as they stand under Security. */
async function open(look: Look): Promise<void> {
  const { ref } = await look.asNewCustomer();
  await writePasskey(look, ref.user, { pays: true });
  await writePasskey(look, ref.user, { name: 'Firefox on Windows' });
  await look.page.goto('/security');
  await expect(look.page.locator('[data-payment-key]')).toBeVisible();
}

export const scenes: Scenes = {
  passkeys: {
    async bring(look) {
      await open(look);
      return 'page';
    },
  },
  'passkeys-remove': {
    async bring(look) {
      await open(look);
      const { passkeys } = look.words;
      const remove = passkeys.removeOne.replace('{name}', 'Safari on iPhone');
      await look.page.locator('#passkeys').getByRole('button', { name: remove }).click();
      await expect(look.page.getByRole('dialog')).toBeVisible();
      return 'screen';
    },
  },
};
