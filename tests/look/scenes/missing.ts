/** Pages that stand in: for what does not exist, and for what could not be drawn. */
import { expect } from 'playwright/test';
import { keys } from '#lib/redis/keys.ts';
import type { Scenes } from '../look.ts';

export const scenes: Scenes = {
  'not-found': {
    as: 'carol',
    async bring({ page, words }) {
      await page.goto('/nothing-here');
      await expect(page.getByRole('heading', { name: words.errors.notFoundTitle })).toBeVisible();
      return 'screen';
    },
  },
  'not-found-entry': {
    as: 'carol',
    async bring({ page, words }) {
      await page.goto('/transactions/a_AAAAAAAAAA/10');
      await expect(page.getByRole('heading', { name: words.errors.notFoundTitle })).toBeVisible();
      return 'screen';
    },
  },
  error: {
    async bring(look) {
      const { page, redis, words } = look;
      const { ref } = await look.asNewCustomer(3);
      // A defect: an entry that is none.
      await redis.json.set(keys.entry(ref, 2), '$', { broken: true });
      await page.goto('/transactions');
      await expect(page.getByRole('heading', { name: words.errors.failedTitle })).toBeVisible();
      return 'screen';
    },
  },
};
