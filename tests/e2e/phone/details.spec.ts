import { keys } from '#lib/redis/keys.ts';
import { STEP_UP_MS } from '#lib/sessions/policy.ts';
import { test } from '../accounts.ts';
import { expectClean } from '../clean.ts';
import { sessionOf } from '../customers.ts';
import { confirm, dialog, REFUSALS } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.details;

test.use({ allowedComplaints: REFUSALS });

test('the number of an account and who one is are shown after the password, and hidden again', async ({
  page,
  redis,
  ownAccount,
}) => {
  const { account, user } = await ownAccount(3);
  await page.clock.install();
  await page.goto(`/transactions/${account}/2`);
  const opened = page.getByRole('article');
  const [show, hide] = [words.showNumber, words.hideNumber].map((name) =>
    opened.getByRole('button', { name, exact: true }),
  ) as [ReturnType<typeof page.locator>, ReturnType<typeof page.locator>];
  const [masked, whole] = [opened.getByText('•••• 7890'), opened.getByText('1234567890')];
  await expect(masked).toBeVisible();
  await expect(opened.getByText('ending in 7890')).toBeAttached();

  await show.tap();
  await confirm(page, 'not this one');
  await expect(page.getByTestId('step-up-error')).toHaveText(en.session.errors.wrong_credentials);
  const { sid } = await sessionOf(page.request);
  const stored = await redis.json.get(keys.session(user, sid as never), { path: '$.stepUpFailures' });
  expect(stored).toEqual([1]);
  await expect(whole).toBeHidden();
  await confirm(page);
  await expect(whole).toBeVisible();
  await expect(masked).toBeHidden();
  await expect(hide).toBeFocused();
  await expectClean(page);

  await hide.tap();
  await expect(masked).toBeVisible();
  await expect(whole).toBeHidden();
  await show.tap();
  await expect(whole).toBeVisible();
  await expect(dialog(page)).toBeHidden();
  // By the device's clock alone: at the bank no time has passed.
  await page.clock.fastForward(STEP_UP_MS);
  await expect(masked).toBeVisible();
  await expect(whole).toBeHidden();

  await page.goto('/security');
  const profile = page.getByRole('region', { name: en.security.profile, exact: true });
  await expect(profile).toContainText('e•••@redisbank.example');
  await profile.getByRole('button', { name: words.show, exact: true }).tap();
  await expect(profile).toContainText(/e2e-[0-9a-f]{12}@redisbank\.example/);
  await expect(profile).toContainText('17 May 1990');
  await expectClean(page);
  await page.reload();
  await expect(profile).toContainText('e•••@redisbank.example');
  await expect(profile).not.toContainText('1990');
});
