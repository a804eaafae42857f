import { randomBytes } from 'node:crypto';
import { expect } from 'playwright/test';
import { keys } from '#lib/redis/keys.ts';
import { digestOf } from '#lib/sessions/token.ts';
import { MINUTE } from '#lib/time.ts';
import { newCustomer } from '../../e2e/accounts.ts';
import type { Look, Scenes } from '../look.ts';

/** As `npm run user -- reset` prints it. */
async function linkFor({ redis }: Look): Promise<string> {
  const { user } = (await newCustomer(redis, 0)).ref;
  const secret = randomBytes(32).toString('base64url');
  await redis.set(keys.reset(user), digestOf(secret), { expiration: { type: 'PX', value: 10 * MINUTE } });
  return `/reset?token=${user}.${secret}`;
}

async function choose(look: Look, password: string): Promise<void> {
  const { page, words } = look;
  await page.goto(await linkFor(look));
  await page.getByLabel(words.security.next, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.reset.submit }).click();
}

export const scenes: Scenes = {
  reset: {
    async bring(look) {
      await look.page.goto(await linkFor(look));
      await expect(look.page.getByLabel(look.words.security.next, { exact: true })).toBeVisible();
      return 'page';
    },
  },
  'reset-common': {
    async bring(look) {
      await choose(look, 'password1234');
      await expect(look.page.getByText(look.words.security.faults.common)).toBeVisible();
      return 'page';
    },
  },
  'reset-done': {
    async bring(look) {
      await choose(look, 'nine loud sparrows');
      await expect(look.page.getByText(look.words.login.reasons.password_reset)).toBeVisible();
      return 'page';
    },
  },
  'reset-over': {
    async bring({ page, words }) {
      await page.goto(`/reset?token=${'a'.repeat(22)}.${'b'.repeat(43)}`);
      await expect(page.getByText(words.reset.errors.over)).toBeVisible();
      return 'page';
    },
  },
};
