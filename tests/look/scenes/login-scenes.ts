import { expect } from 'playwright/test';
import { stranger } from '../../e2e/fixtures.ts';
import type { Look, Scenes } from '../look.ts';

const submit = ({ page, words }: Look) =>
  page.getByRole('button', { name: words.login.submit, exact: true }).click();

async function send(look: Look, username: string, password: string): Promise<void> {
  const { page, words } = look;
  await page.goto('/login');
  await page.getByLabel(words.login.username).fill(username);
  await page.getByLabel(words.login.password, { exact: true }).fill(password);
  await submit(look);
}

/** Runs in the page: what is said after each way a session can end, below each other. */
function sayAll(texts: string[]): void {
  const [said] = document.querySelectorAll('p[role="status"]');
  for (const text of texts) {
    const another = said?.cloneNode() as HTMLElement;
    another.textContent = text;
    said?.before(another);
  }
}

/** Runs in the page, and answers the seconds to wait. */
async function tryToSignIn(username: string): Promise<number> {
  const answer = await fetch('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'not hers' }),
  });
  return Number(answer.headers.get('retry-after') ?? 0);
}

export const scenes: Scenes = {
  login: {
    async bring({ page }) {
      await page.goto('/login');
      return 'page';
    },
  },
  'login-filled': {
    async bring({ page, words }) {
      await page.goto('/login');
      await page.getByRole('button', { name: /^bob / }).click();
      await page.getByLabel(words.login.remember).check();
      await page.getByRole('button', { name: words.login.showLabel }).click();
      return 'screen';
    },
  },
  'login-focus': {
    async bring({ page, words }) {
      await page.goto('/login');
      await page.getByLabel(words.login.username).focus();
      return 'screen';
    },
  },
  'login-wrong': {
    async bring(look) {
      await send(look, stranger(), 'not hers');
      await expect(look.page.getByText(look.words.login.errors.wrong_credentials)).toBeVisible();
      return 'page';
    },
  },
  'login-empty': {
    async bring(look) {
      const { page, words } = look;
      await page.goto('/login');
      await page.locator('form').evaluateAll((forms) => {
        for (const form of forms) (form as HTMLFormElement).noValidate = true;
      });
      await submit(look);
      await expect(page.getByText(words.login.errors.bad_request)).toBeVisible();
      return 'page';
    },
  },
  'login-throttled': {
    async bring(look) {
      const { page, words } = look;
      const username = stranger();
      await page.goto('/login');
      // By the browser itself, whose address is the one that is blocked. Each further try has to wait a little longer,
      // and after the fifth for a quarter of an hour.
      const wait = () => page.evaluate(tryToSignIn, username);
      await expect.poll(wait, { timeout: 30_000 }).toBeGreaterThan(60);
      await send(look, username, 'not hers');
      await expect(page.getByText(words.login.errors.throttled)).toBeVisible();
      return 'page';
    },
  },
  'login-idle': {
    async bring({ page, words }) {
      await page.goto('/login?reason=idle');
      await expect(page.getByText(words.login.reasons.idle)).toBeVisible();
      return 'page';
    },
  },
  'login-reasons': {
    async bring({ page, words }) {
      await page.goto('/login?reason=ended');
      await expect(page.getByRole('button', { name: words.login.showLabel })).toBeVisible();
      await page.evaluate(sayAll, Object.values(words.login.reasons));
      return page.locator('.card');
    },
  },
};
