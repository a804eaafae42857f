import { en, expect, test } from './fixtures.ts';

const PAGES = ['/overview', '/settings', '/security', '/transactions'];

test('each page has a way out, on a phone by the settings, and nothing of it is left after', async ({
  page,
  signIn,
}) => {
  await signIn('alice');
  const out = page.getByRole('button', { name: en.frame.signOut, exact: true }).filter({ visible: true });
  const settings = page.getByRole('link', { name: en.frame.settings }).filter({ visible: true });
  for (const path of PAGES) {
    await page.goto(path);
    await expect(out.or(settings).first()).toBeVisible();
  }
  // Back leads to another page of theirs where the sign-in took the place of this one.
  if ((await out.count()) === 0) {
    await settings.click();
    await expect(page).toHaveURL('/settings');
  }
  await out.first().click();
  await expect(page).toHaveURL('/login?reason=signed_out');
  await expect(page.getByText(en.login.reasons.signed_out)).toBeVisible();
  // What tells the device apart has no authority, and stays for the next sign-in.
  const left = (await page.context().cookies()).map(({ name }) => name);
  expect(left).toEqual(['redisBankDevice']);

  await page.goBack();
  await expect(page).toHaveURL(/\/login\?next=/);
  await expect(page.getByText('Alice Nguyen')).toHaveCount(0);
});

test('the three places are one tap from each other, and say where one is', async ({ page, signIn }) => {
  await signIn('alice');
  await page.goto('/overview');
  for (const [word, path] of [
    [en.frame.transactions, '/transactions'],
    [en.frame.security, '/security'],
    [en.frame.overview, '/overview'],
  ] as const) {
    const link = page.getByRole('navigation', { name: en.frame.nav }).getByRole('link', { name: word });
    await link.click();
    await expect(page).toHaveURL(path);
    await expect(link).toHaveAttribute('aria-current', 'page');
  }
});

test.describe('a page that does not exist', () => {
  test.use({ allowedComplaints: /status of 404/ });

  test('says so, and leads home', async ({ page, signIn }) => {
    await signIn('alice');
    const answer = await page.goto('/nothing-here');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: en.errors.notFoundTitle })).toBeVisible();
    await page.getByRole('link', { name: en.errors.toOverview }).click();
    await expect(page).toHaveURL('/overview');
  });
});
