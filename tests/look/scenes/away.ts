/** Without the bank: Redis away, and a browser without a connection. */
import { expect } from 'playwright/test';
import { unavailablePage } from '#app/_frame/unavailable-page.ts';
import type { Look, Scenes } from '../look.ts';

const SHORT_MS = 20_000;

async function withWorker({ page }: Look, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: SHORT_MS });
}

/** Signed in, and with what the customer chose to have here. */
async function keep(look: Look, username: string): Promise<void> {
  const { page, words, signIn } = look;
  await signIn(username);
  await withWorker(look, '/settings');
  const choice = page.getByRole('switch', { name: words.offline.cardSwitch });
  await expect(choice).toBeEnabled();
  if ((await choice.getAttribute('aria-checked')) === 'false') await choice.click();
  const said = page.getByTestId('offline-said');
  await expect(said).toContainText(words.offline.cardOn.split('{')[0] ?? '', { timeout: SHORT_MS });
}

async function unplug({ page, context }: Look): Promise<void> {
  await context.setOffline(true);
  await page.goto('/overview');
  await expect(page).toHaveURL(/\/offline/);
}

const kept = ({ page }: Look) => page.locator('[data-kept-seq]').first();

export const scenes: Scenes = {
  away: {
    async bring({ page, language }) {
      const policy = (await page.request.get('/login')).headers()['content-security-policy'] ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      await page.route('**/away', (route) =>
        route.fulfill({
          contentType: 'text/html; charset=utf-8',
          headers: { 'content-security-policy': policy },
          body: unavailablePage(nonce, language),
        }),
      );
      await page.goto('/away');
      return 'screen';
    },
  },
  'offline-none': {
    worker: true,
    async bring(look) {
      await look.asNewCustomer();
      await withWorker(look, '/settings');
      await unplug(look);
      await expect(look.page.getByTestId('offline-what')).toHaveText(look.words.offline.none);
      return 'page';
    },
  },
  'offline-kept': {
    worker: true,
    async bring(look) {
      await keep(look, 'bob');
      await unplug(look);
      await expect(kept(look)).toBeVisible();
      // Some two hundred rows tell nothing that twelve do not.
      await look.page.locator('[data-kept-seq]').evaluateAll((rows) => {
        for (const row of rows.slice(12)) row.remove();
        for (const list of document.querySelectorAll('ul:empty')) list.parentElement?.remove();
      });
      return 'page';
    },
  },
  'offline-still': {
    worker: true,
    async bring(look) {
      await keep(look, 'bob');
      await unplug(look);
      await expect(kept(look)).toBeVisible();
      await look.page.getByRole('button', { name: look.words.offline.tryAgain }).click();
      await expect(look.page.getByText(look.words.offline.stillNone)).toBeVisible();
      return 'screen';
    },
  },
  'offline-removed': {
    worker: true,
    async bring(look) {
      await keep(look, 'carol');
      await unplug(look);
      await look.page.getByRole('button', { name: look.words.offline.remove }).click();
      await expect(look.page.getByText(look.words.offline.removed)).toBeVisible();
      return 'page';
    },
  },
};
