import { randomBytes } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { keys } from '#lib/redis/keys.ts';
import { digestOf } from '#lib/sessions/token.ts';
import { test as base, LONG_PASSWORD, signInAs } from '../customers.ts';
import { en, expect, signOutContext } from '../fixtures.ts';

const NEXT = 'nine loud sparrows';
const words = en.reset;

const test = base.extend<{ link: string }>({
  link: async ({ redis, customer }, use) => {
    const user = await redis.get(keys.username(customer.username));
    const secret = randomBytes(32).toString('base64url');
    await redis.set(keys.reset(user as never), digestOf(secret), {
      expiration: { type: 'PX', value: 600_000 },
    });
    await use(`/reset?token=${user}.${secret}`);
  },
});

test.afterEach(({ context }) => signOutContext(context));

test('a link leads to a new password, says what is wrong with one, and then to the sign-in', async ({
  page,
  customer,
  link,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/reset') asked.push(request.url());
  });
  await page.goto(link);
  await expect(page.getByText(customer.username)).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const field = page.getByLabel(en.security.next, { exact: true });
  await field.fill('short');
  await page.getByRole('button', { name: words.submit }).click();
  await expect(page.getByText(en.security.faults.too_short)).toBeVisible();
  await expect(field).toBeFocused();
  await field.fill(NEXT);
  await page.getByRole('button', { name: words.submit }).click();
  await expect(page).toHaveURL('/login?reason=password_reset');
  await expect(page.getByText(en.login.reasons.password_reset)).toBeVisible();
  const secret = link.split('.')[1] ?? '';
  expect(asked.filter((url) => url.includes(secret))).toEqual([]);
  await signInAs(page.request, customer, { password: NEXT });
});

test('a link that was used says so, and its page asks for nothing', async ({ page, link }) => {
  await page.goto(link);
  await page.getByLabel(en.security.next, { exact: true }).fill(NEXT);
  await page.getByRole('button', { name: words.submit }).click();
  await expect(page).toHaveURL('/login?reason=password_reset');
  await page.goto(link);
  await expect(page.getByText(words.errors.over)).toBeVisible();
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: words.submit })).toHaveCount(0);
  await page.getByRole('link', { name: words.toSignIn }).click();
  await expect(page).toHaveURL('/login');
});

test('whoever is signed in elsewhere is out, and told why', async ({ page, browser, customer, link }) => {
  const other = await browser.newContext();
  await signInAs(other.request, customer);
  await page.goto(link);
  await page.getByLabel(en.security.next, { exact: true }).fill(NEXT);
  await page.getByRole('button', { name: words.submit }).click();
  await expect(page).toHaveURL('/login?reason=password_reset');
  const answer = await other.request.get('/api/session');
  expect(await answer.json()).toMatchObject({ code: 'session_ended', reason: 'password_changed' });
  await other.close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the same form sets the password, with the same answers', async ({ page, customer, link }) => {
    await page.goto(link);
    const field = page.getByLabel(en.security.next, { exact: true });
    await field.fill('short');
    await page.getByRole('button', { name: words.submit }).click();
    await expect(page.getByText(en.security.faults.too_short)).toBeVisible();
    await field.fill(NEXT);
    await page.getByRole('button', { name: words.submit }).click();
    await expect(page).toHaveURL('/login?reason=password_reset');
    const refused = await page.request.post('/api/auth/login', {
      data: { username: customer.username, password: LONG_PASSWORD },
    });
    expect(refused.status()).toBe(401);
  });
});
