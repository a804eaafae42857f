import { randomUUID } from 'node:crypto';
import { expect, request } from 'playwright/test';
import { MINUTE, SECOND } from '#lib/time.ts';
import { AGENTS, LONG_PASSWORD, sessionOf, setTimes } from '../../e2e/customers.ts';
import type { Look, Scenes } from '../look.ts';

const NEW_PASSWORD = 'four loud kingfishers';
const TABLET =
  'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

/** Signs somebody in on a device that has no page. */
async function elsewhere({ bank }: Look, username: string, agent: string, password = LONG_PASSWORD) {
  const device = await request.newContext({ baseURL: bank.origin, userAgent: agent });
  const answer = await device.post('/api/auth/login', { data: { username, password } });
  expect(answer.status()).toBe(200);
  return device;
}

/** Opens a page whose live line is up. */
async function open({ page }: Look, path: string): Promise<void> {
  const line = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/events');
  await page.goto(path);
  await line;
}

/** Somebody signed in on three devices, the others before this one. */
async function asSomebody(look: Look): Promise<string> {
  const { username } = await look.asNewCustomer();
  await look.page.request.post('/api/auth/logout');
  await look.page.request.post('/api/auth/login', { data: { username, password: 'not hers' } });
  for (const agent of [AGENTS.windows, AGENTS.phone, TABLET]) {
    await (await elsewhere(look, username, agent)).dispose();
  }
  await look.signIn(username, LONG_PASSWORD);
  return username;
}

async function askToEnd(look: Look): Promise<void> {
  const { page, words } = look;
  await open(look, '/security');
  await page.locator('[data-sid] button').first().click();
  await expect(page.getByRole('dialog', { name: words.session.stepUpTitle })).toBeVisible();
}

async function confirm({ page, words }: Look, password: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: words.session.stepUpTitle });
  await dialog.getByLabel(words.session.password, { exact: true }).fill(password);
  await dialog.getByRole('button', { name: words.session.confirm }).click();
}

async function changePassword(look: Look, current: string, next: string, others = false): Promise<void> {
  const { page, words } = look;
  await open(look, '/security');
  await page.getByText(words.security.changePassword).first().click();
  await page.getByLabel(words.security.current).fill(current);
  await page.getByLabel(words.security.next).fill(next);
  if (others) await page.getByLabel(words.security.alsoOthers).check();
  await page.getByRole('button', { name: words.security.change, exact: true }).click();
}

const passwordCard = ({ page }: Look) => page.locator('#password');
const warning = ({ page }: Look) => page.getByTestId('sign-in-warning');

/** A minute before the end of one of the two clocks. */
async function endingSoon(look: Look, clock: 'idleExpiresAt' | 'absoluteExpiresAt'): Promise<void> {
  const { page, redis } = look;
  await look.asNewCustomer(30);
  const session = await sessionOf(page.request);
  await setTimes(redis, session, { [clock]: Date.now() + MINUTE + 2 * SECOND });
  await page.goto('/overview');
  await setTimes(redis, session, { lastActiveAt: Date.now() - 59 * MINUTE });
}

export const scenes: Scenes = {
  security: {
    async bring(look) {
      await asSomebody(look);
      await open(look, '/security');
      return 'page';
    },
  },
  'security-only': {
    async bring(look) {
      await look.asNewCustomer();
      await open(look, '/security');
      await expect(look.page.getByText(look.words.security.noOthers)).toBeVisible();
      return 'page';
    },
  },
  'security-ask': {
    async bring(look) {
      await asSomebody(look);
      await askToEnd(look);
      return 'screen';
    },
  },
  'security-ask-wrong': {
    async bring(look) {
      await asSomebody(look);
      await askToEnd(look);
      await confirm(look, 'not this one');
      await expect(look.page.getByTestId('step-up-error')).not.toBeEmpty();
      return 'screen';
    },
  },
  'security-ask-plain': {
    async bring(look) {
      await asSomebody(look);
      await look.page.goto('/security?act=confirm&sid=others&error=wrong_credentials');
      await expect(look.page.getByText(look.words.session.errors.wrong_credentials)).toBeVisible();
      return 'screen';
    },
  },
  'security-details': {
    async bring(look) {
      const { page, words } = look;
      await asSomebody(look);
      await open(look, '/security');
      const profile = page.getByRole('region', { name: words.security.profile, exact: true });
      await profile.getByRole('button', { name: words.details.show, exact: true }).click();
      await confirm(look, LONG_PASSWORD);
      await expect(profile.getByRole('button', { name: words.details.hide, exact: true })).toBeVisible();
      return profile;
    },
  },
  'security-number': {
    async bring(look) {
      const { page, words } = look;
      const { ref } = await look.asNewCustomer(30);
      await open(look, `/transactions/${ref.account}/20`);
      const toggle = (name: string) => page.getByRole('article').getByRole('button', { name, exact: true });
      await toggle(words.details.showNumber).click();
      await confirm(look, LONG_PASSWORD);
      await expect(toggle(words.details.hideNumber)).toBeVisible();
      return 'screen';
    },
  },
  'security-ended': {
    async bring(look) {
      await asSomebody(look);
      await askToEnd(look);
      await confirm(look, LONG_PASSWORD);
      await expect(look.page.getByTestId('devices-said')).not.toBeEmpty();
      return 'screen';
    },
  },
  'security-ended-all': {
    async bring(look) {
      const { page, words } = look;
      await asSomebody(look);
      await open(look, '/security');
      await page.getByRole('button', { name: words.security.endOthers }).click();
      await confirm(look, LONG_PASSWORD);
      await expect(page.getByText(words.security.endedOthers)).toBeVisible();
      return 'screen';
    },
  },
  'security-not-ended': {
    async bring(look) {
      await asSomebody(look);
      await open(look, '/security');
      await look.page.route('**/api/sessions/*', (route) => route.abort());
      await look.page.locator('[data-sid] button').first().click();
      await expect(look.page.getByTestId('devices-error')).not.toBeEmpty();
      return 'screen';
    },
  },
  'security-password': {
    async bring(look) {
      await look.asNewCustomer();
      await open(look, '/security');
      await look.page.getByText(look.words.security.changePassword).first().click();
      await expect(look.page.getByLabel(look.words.security.current)).toBeVisible();
      return passwordCard(look);
    },
  },
  'security-password-fault': {
    async bring(look) {
      await look.asNewCustomer();
      await changePassword(look, LONG_PASSWORD, 'too short');
      await expect(look.page.getByText(look.words.security.faults.too_short)).toBeVisible();
      return passwordCard(look);
    },
  },
  'security-password-wrong': {
    async bring(look) {
      await look.asNewCustomer();
      await changePassword(look, 'not the current one', NEW_PASSWORD);
      await expect(look.page.getByText(look.words.security.wrongCurrent)).toBeVisible();
      return passwordCard(look);
    },
  },
  'security-password-changed': {
    async bring(look) {
      await asSomebody(look);
      await changePassword(look, LONG_PASSWORD, NEW_PASSWORD, true);
      await expect(look.page.getByText(look.words.security.changedAndEnded)).toBeVisible();
      return 'page';
    },
  },
  'security-not-me': {
    async bring(look) {
      const { page, words } = look;
      const { username } = await look.asNewCustomer(20);
      await open(look, '/overview');
      await (await elsewhere(look, username, AGENTS.windows)).dispose();
      await warning(look).getByRole('button', { name: words.session.notMe }).click();
      await expect(page.getByText(words.security.notMeDone)).toBeFocused();
      return 'page';
    },
  },
  'warning-sign-in': {
    async bring(look) {
      const { username } = await look.asNewCustomer(20);
      await open(look, '/overview');
      await (await elsewhere(look, username, AGENTS.phone)).dispose();
      await expect(warning(look)).toBeVisible();
      await (await elsewhere(look, username, TABLET)).dispose();
      await expect(warning(look)).toContainText(look.words.session.more.one ?? '');
      return 'screen';
    },
  },
  'warning-not-ended': {
    async bring(look) {
      const { page, words } = look;
      const { username } = await look.asNewCustomer(20);
      await open(look, '/overview');
      await (await elsewhere(look, username, AGENTS.phone)).dispose();
      await page.route('**/api/sessions/*', (route) => route.abort());
      await warning(look).getByRole('button', { name: words.session.notMe }).click();
      await expect(warning(look).getByText(words.session.errors.network)).toBeVisible();
      return 'screen';
    },
  },
  'warning-password': {
    async bring(look) {
      const { words } = look;
      const { username } = await look.asNewCustomer(20);
      const other = await elsewhere(look, username, AGENTS.windows);
      await open(look, '/overview');
      await warning(look).getByRole('button', { name: words.session.itWasMe, exact: true }).click();
      const data = { current: LONG_PASSWORD, next: `${NEW_PASSWORD} ${randomUUID()}` };
      expect((await other.post('/api/auth/password', { data })).ok()).toBe(true);
      await other.dispose();
      await expect(warning(look).getByText(words.session.passwordChanged)).toBeVisible();
      return 'screen';
    },
  },
  'idle-warning': {
    async bring(look) {
      await endingSoon(look, 'idleExpiresAt');
      await expect(look.page.getByRole('dialog', { name: look.words.session.idleTitle })).toBeVisible({
        timeout: 15_000,
      });
      return 'screen';
    },
  },
  'absolute-warning': {
    async bring(look) {
      await endingSoon(look, 'absoluteExpiresAt');
      await expect(look.page.getByRole('dialog', { name: look.words.session.absoluteTitle })).toBeVisible({
        timeout: 15_000,
      });
      return 'screen';
    },
  },
  'security-offline-on': {
    worker: true,
    async bring(look) {
      const { page, words } = look;
      await look.asNewCustomer(20);
      await page.goto('/settings');
      const choice = page.getByRole('switch', { name: words.offline.cardSwitch });
      await expect(choice).toBeEnabled({ timeout: 20_000 });
      await choice.click();
      await expect(page.getByTestId('offline-said')).toContainText(words.offline.cardOn.split('{')[0] ?? '', {
        timeout: 20_000,
      });
      return page.locator('section[aria-labelledby="offline"]');
    },
  },
  'security-offline-off': {
    worker: true,
    async bring(look) {
      const { page, words } = look;
      await look.asNewCustomer();
      await page.goto('/settings');
      await expect(page.getByRole('switch', { name: words.offline.cardSwitch })).toBeEnabled({
        timeout: 20_000,
      });
      return page.locator('section[aria-labelledby="offline"]');
    },
  },
  'security-remembered': {
    async bring(look) {
      const { username } = await look.asNewCustomer();
      await look.page.request.post('/api/auth/logout');
      const data = { username, password: LONG_PASSWORD, remember: true };
      expect((await look.page.request.post('/api/auth/login', { data })).ok()).toBe(true);
      await open(look, '/security');
      return look.page.locator('section[aria-labelledby="devices"]');
    },
  },
  'frame-skip': {
    as: 'bob',
    async bring({ page }) {
      await page.goto('/security');
      await expect(page.locator('[data-sid]').first()).toBeVisible();
      await page.keyboard.press('Tab');
      await expect(page.locator('a[href="#main"]')).toBeFocused();
      return 'screen';
    },
  },
  'frame-signed-out': {
    async bring(look) {
      const { page, words } = look;
      await look.asNewCustomer();
      await page.goto('/settings');
      await page.getByRole('button', { name: words.frame.signOut }).filter({ visible: true }).last().click();
      await expect(page.getByText(words.login.reasons.signed_out)).toBeVisible();
      return 'screen';
    },
  },
};
