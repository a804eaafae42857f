import { expect } from 'playwright/test';
import type { Scenes } from '../look.ts';

export const scenes: Scenes = {
  settings: {
    as: 'bob',
    async bring({ page, words }) {
      await page.goto('/settings');
      await expect(page.getByRole('heading', { name: words.settings.look })).toBeVisible();
      return 'page';
    },
  },
  'settings-chosen': {
    async bring({ page, words, theme, asNewCustomer }) {
      await asNewCustomer(20);
      await page.goto('/settings');
      // Against what the device has.
      const other = theme === 'light' ? words.settings.themes.dark : words.settings.themes.light;
      await page.getByRole('button', { name: other }).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme === 'light' ? 'dark' : 'light');
      await page.getByRole('switch', { name: words.frame.hideAmounts }).click();
      await page.goto('/overview');
      await expect(page.locator('canvas').first()).toBeVisible();
      return 'page';
    },
  },
  'settings-staff': {
    as: 'adam',
    async bring({ page, words }) {
      await page.goto('/staff/settings');
      await expect(page.getByRole('heading', { name: words.settings.look })).toBeVisible();
      return 'screen';
    },
  },
};
