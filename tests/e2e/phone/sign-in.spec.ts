import type { Page } from 'playwright/test';
import { en, expect, PASSWORD, signOutContext, stranger, test } from '../fixtures.ts';

const words = en.login;

async function sendForm(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel(words.username).fill(username);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.submit, exact: true }).click();
}

test.afterEach(({ context }) => signOutContext(context));

test('a customer signs in with the form and is on the overview', async ({ page }) => {
  await page.goto('/login');
  await sendForm(page, 'bob', PASSWORD);
  await expect(page).toHaveURL('/overview');
  await expect(page.getByTestId('balance')).toBeVisible();
});

test('the demo line fills the form in, and Enter sends it', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: /^bob / }).click();
  await expect(page.getByLabel(words.username)).toHaveValue('bob');
  await page.getByLabel(words.password, { exact: true }).press('Enter');
  await expect(page).toHaveURL('/overview');
});

test('a wrong password keeps the name, clears the password, and the message has the focus', async ({
  page,
}) => {
  const name = stranger();
  await page.goto('/login');
  await sendForm(page, name, 'not hers');
  const message = page.getByText(words.errors.wrong_credentials);
  await expect(message).toBeVisible();
  await expect(page.getByLabel(words.username)).toHaveValue(name);
  await expect(page.getByLabel(words.password, { exact: true })).toHaveValue('');
  await expect(page.locator(':focus')).toContainText(words.errors.wrong_credentials);
  expect(await page.context().cookies()).toEqual([]);
});

test('too many wrong passwords say how long to wait, count it down, and say when it is over', async ({
  page,
}) => {
  const name = stranger();
  await page.goto('/login');
  const wait = page.getByTestId('login-wait');
  // Each further wrong password waits longer: 2 s after the third, 5 s after the fourth.
  const data = { username: name, password: 'not hers' };
  for (let n = 0; n < 3; n++)
    expect((await page.request.post('/api/auth/login', { data })).status()).toBe(401);
  await expect(async () => {
    await sendForm(page, name, 'not hers');
    await expect(page.getByLabel(words.password, { exact: true })).toHaveValue('');
    await expect(wait).toHaveText(/^You can try again in 0:0\d\.$/, { timeout: 500 });
    await expect(page.locator(':focus')).toContainText(words.errors.throttled, { timeout: 500 });
  }).toPass();
  await expect(page.getByText(words.tryAgain)).toBeVisible();
  await expect(wait).toBeHidden();
});

test('after the sign-in one is where one wanted to go', async ({ page }) => {
  await page.goto('/transactions?q=groc');
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByRole('button', { name: /^bob / }).click();
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await expect(page).toHaveURL('/transactions?q=groc');
});

test('a week is offered, and only with it the cookie outlives the browser', async ({ page, context }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: /^bob / }).click();
  await page.getByLabel(words.remember).check();
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await expect(page).toHaveURL('/overview');
  const cookies = await context.cookies();
  expect(cookies.map(({ name }) => name).sort()).toEqual(['redisBank', 'redisBankDevice']);
  const cookie = cookies.find(({ name }) => name === 'redisBank');
  expect(cookie).toMatchObject({ name: 'redisBank', httpOnly: true, sameSite: 'Lax', path: '/' });
  expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(6.9 * 86_400);
});

test('what was typed stays readable on request, and hidden again', async ({ page }) => {
  await page.goto('/login');
  const password = page.getByLabel(words.password, { exact: true });
  await password.fill('secret');
  await page.getByRole('button', { name: words.showLabel }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: words.hideLabel }).click();
  await expect(password).toHaveAttribute('type', 'password');
});

test('who is signed in already is led home from the sign-in', async ({ page, signIn }) => {
  await signIn('carol');
  await page.goto('/login');
  await expect(page).toHaveURL('/overview');
});

test('who signs out while a card is still loading is led to the sign-in by the sign-out alone', async ({
  page,
  signIn,
}) => {
  await signIn('bob');
  // Where the rail has the sign-out beside the cards.
  await page.setViewportSize({ width: 1440, height: 900 });
  const ended = Promise.withResolvers<void>();
  // Asked for before the sign-out, and reaching the bank after it.
  await page.route('**/regular', async (route) => {
    await ended.promise;
    await route.continue().catch(() => null);
  });
  const card = page.waitForRequest('**/regular');
  await page.goto('/overview');
  // Not to a card by name: the skeletons that stand for them are replaced on the way.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const asked = await card;
  await page.route('**/overview', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const answer = await route.fetch();
    ended.resolve();
    await asked.response().catch(() => null);
    await route.fulfill({ response: answer });
  });
  await page.getByRole('button', { name: en.frame.signOut }).filter({ visible: true }).first().tap();
  await expect(page).toHaveURL('/login?reason=signed_out');
});

test('a member of staff signs in and is at the staff’s page', async ({ page }) => {
  await page.goto('/login');
  await sendForm(page, 'adam', PASSWORD);
  await expect(page).toHaveURL('/staff');
  await page.goto('/overview');
  await expect(page).toHaveURL('/staff');
});

test('nothing of the form moves when JavaScript arrives', async ({ browser, page, baseURL }) => {
  const people = (one: Page) => one.getByRole('group', { name: en.login.demoFill });
  const context = await browser.newContext({
    baseURL,
    viewport: page.viewportSize(),
    javaScriptEnabled: false,
  });
  const before = await context.newPage();
  await before.goto('/login');
  const place = await people(before).boundingBox();
  await context.close();
  await page.goto('/login');
  await expect(page.getByRole('button', { name: en.login.passkey.submit })).toBeVisible();
  expect(await people(page).boundingBox()).toEqual(place);
});

test('a language that is chosen already leads nowhere when it is chosen again', async ({ page }) => {
  await page.goto('/login?next=%2Fpay');
  const english = page.getByRole('button', { name: 'English' });
  for (let time = 0; time < 2; time++) {
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await english.tap();
    await answered;
  }
  await expect(english).toBeVisible();
  await expect(page).toHaveURL('/login?next=%2Fpay');
});

test.describe('before JavaScript arrives', () => {
  test.use({ javaScriptEnabled: false });

  test('the form signs in, and every page leads to a sign-out that works', async ({ page }) => {
    await page.goto('/login');
    await sendForm(page, 'bob', PASSWORD);
    await expect(page).toHaveURL('/overview');
    await expect(page.getByTestId('balance')).toBeVisible();
    await page.getByRole('link', { name: en.frame.settings }).filter({ visible: true }).click();
    await expect(page).toHaveURL('/settings');
    await page.getByRole('button', { name: en.frame.signOut, exact: true }).filter({ visible: true }).click();
    await expect(page).toHaveURL(/\/login/);
    await page.goto('/overview');
    await expect(page).toHaveURL(/\/login/);
  });

  test('a wrong password is told, and the name kept', async ({ page }) => {
    const name = stranger();
    await page.goto('/login');
    await sendForm(page, name, 'not hers');
    await expect(page.getByText(words.errors.wrong_credentials)).toBeVisible();
    await expect(page.getByLabel(words.username)).toHaveValue(name);
  });
});
