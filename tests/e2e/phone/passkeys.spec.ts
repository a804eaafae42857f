import type { Page } from 'playwright/test';
import { expectClean } from '../clean.ts';
import { AGENTS, type Customer, signInAs } from '../customers.ts';
import { confirm, dialog, REFUSALS, test, warning } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.passkeys;
const login = en.login.passkey;

test.use({ allowedComplaints: REFUSALS });

/**
 * Chromium's own software authenticator: keeps passkeys, verifies its user, and chooses by itself, from the autofill too.
 * Answers how its counters are set back.
 */
async function authenticatorIn(page: Page): Promise<() => Promise<void>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async () => {
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    for (const credential of credentials) {
      const { credentialId } = credential;
      await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
      await cdp.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: { ...credential, signCount: 0 },
      });
    }
  };
}

/** From the next page on. */
const withoutAutofill = (page: Page) =>
  page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });

const card = (page: Page) => page.locator('#passkeys');
const rows = (page: Page) => card(page).locator('[data-passkey]');
const byButton = (page: Page) => page.getByRole('button', { name: login.submit });

/** Adds one by keyboard, with the password that is wanted first. */
async function add(page: Page): Promise<void> {
  await page.getByRole('button', { name: words.add }).focus();
  await page.keyboard.press('Enter');
  await confirm(page);
  await expect(rows(page)).toHaveCount(1);
}

async function withPasskey(page: Page, customer: Customer): Promise<() => Promise<void>> {
  const setBack = await authenticatorIn(page);
  await signInAs(page.context().request, customer);
  await page.goto('/security');
  await add(page);
  return setBack;
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/login');
}

test('is added with the password, told to other devices, renamed, used, and removed', async ({
  page,
  customer,
  otherDevice,
}) => {
  const other = await otherDevice(AGENTS.windows);
  await withoutAutofill(page);
  await withPasskey(page, customer);
  await expect(card(page).getByTestId('passkeys-said')).toHaveText(
    words.added.replace('{name}', 'Chrome on Linux'),
  );
  await expect(page.locator('[data-act="passkey_added"]')).toHaveCount(1);
  await warning(other).getByRole('button', { name: en.session.itWasMe }).click();
  await expect(warning(other)).toContainText(en.session.passkeyChanged.added);
  await expectClean(page);

  await card(page)
    .getByRole('button', { name: words.renameOne.replace('{name}', 'Chrome on Linux') })
    .click();
  const field = card(page).getByLabel(words.name);
  await expect(field).toBeFocused();
  await field.fill('My laptop');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toContainText('My laptop');
  await expect(rows(page)).toContainText(words.bound);

  await signOut(page);
  await expect(page.getByLabel(en.login.username)).toHaveAttribute('autocomplete', 'username webauthn');
  await expectClean(page);
  await byButton(page).click();
  await page.waitForURL('/overview');
  await page.goto('/security');
  await expect(page.getByText(en.security.event.signed_in_passkey)).toBeVisible();

  await card(page)
    .getByRole('button', { name: words.removeOne.replace('{name}', 'My laptop') })
    .click();
  const question = page.getByRole('dialog', { name: words.ask.replace('{name}', 'My laptop') });
  await expect(question).toContainText(words.askText);
  await question.getByRole('button', { name: words.keep }).click();
  await expect(rows(page)).toHaveCount(1);
  await card(page)
    .getByRole('button', { name: words.removeOne.replace('{name}', 'My laptop') })
    .click();
  await question.getByRole('button', { name: words.remove }).click();
  await dialog(page).getByRole('button', { name: en.session.usePasskey }).click();
  await expect(rows(page)).toHaveCount(0);
  await expect(page.getByText(en.security.event.stepped_up_passkey)).toBeVisible();

  await signOut(page);
  await byButton(page).click();
  await expect(page.getByTestId('login-error')).toHaveText(login.errors.wrong_credentials);
  await expect(page.getByTestId('login-error')).toBeFocused();
  await expectClean(page);
});

test('signs in from the autofill of the name field, back to where one was', async ({ page, customer }) => {
  await withPasskey(page, customer);
  await page.context().clearCookies();
  // No further: the sign-in leads on by itself.
  await page.goto('/login?next=/settings', { waitUntil: 'commit' });
  await page.waitForURL('/settings');
});

test('that may have been copied is warned of, and confirms only after its owner said it was them', async ({
  page,
  customer,
}) => {
  await withoutAutofill(page);
  const setBack = await withPasskey(page, customer);
  await setBack();
  await signOut(page);
  await byButton(page).click();
  await page.waitForURL('/overview');
  await page.goto('/security');
  await expect(page.getByTestId('passkey-doubt')).toHaveText(words.doubt.counter);
  await expect(page.locator('[data-act="passkey_doubted"]')).toHaveCount(1);
  await expectClean(page);
  await card(page)
    .getByRole('button', { name: words.trustOne.replace('{name}', 'Chrome on Linux') })
    .click();
  await expect(dialog(page).getByLabel(en.session.password, { exact: true })).toBeVisible();
  // The doubtful one is not offered.
  await expect(dialog(page).getByRole('button', { name: en.session.usePasskey })).toHaveCount(0);
  await confirm(page);
  await expect(page.getByTestId('passkey-doubt')).toHaveCount(0);
});
