import { expect } from 'playwright/test';
import { stranger } from '../../e2e/fixtures.ts';
import type { Look, Scenes } from '../look.ts';

async function send({ page, words }: Look, username: string, password: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel(words.login.username).fill(username);
  await page.getByLabel(words.login.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.login.submit, exact: true }).click();
}

export const scenes: Scenes = {
  login: {
    async bring({ page }) {
      await page.goto('/login');
      return 'page';
    },
  },
  'login-wrong': {
    async bring(look) {
      await send(look, stranger(), 'not hers');
      await expect(look.page.getByText(look.words.login.errors.wrong_credentials)).toBeVisible();
      return 'page';
    },
  },
};
