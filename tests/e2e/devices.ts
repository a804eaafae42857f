/** What the tests of one's own sessions share: other devices, the live line, the dialogs. */
import type { APIRequestContext, BrowserContext, Page } from 'playwright/test';
import { LONG_PASSWORD, signInAs, test as withCustomers } from './customers.ts';
import { en } from './fixtures.ts';

const words = en.security;
const common = en.session;

type Fixtures = {
  /** Signs the customer in on a device that has no page. */
  elsewhere: (agent?: string, password?: string) => Promise<APIRequestContext>;
  /** Another browser of the same customer, with `/security` open. */
  otherDevice: (agent?: string) => Promise<Page>;
  /** Signs the customer in here and opens that page, which hears what happens from here on. */
  open: (path: string) => Promise<void>;
};

export const test = withCustomers.extend<Fixtures>({
  elsewhere: async ({ playwright, baseURL, customer }, use) => {
    const opened: APIRequestContext[] = [];
    await use(async (agent, password) => {
      const request = await playwright.request.newContext(baseURL ? { baseURL } : {});
      opened.push(request);
      await signInAs(request, customer, { agent, password });
      return request;
    });
    await Promise.all(opened.map((request) => request.dispose()));
  },
  otherDevice: async ({ browser, baseURL, customer }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (userAgent) => {
      const context = await browser.newContext({
        ...(baseURL ? { baseURL } : {}),
        ...(userAgent ? { userAgent } : {}),
      });
      opened.push(context);
      await signInAs(context.request, customer);
      const page = await context.newPage();
      await openLive(page, '/security');
      return page;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  open: async ({ context, page, customer, javaScriptEnabled }, use) => {
    await use(async (path) => {
      await signInAs(context.request, customer);
      await (javaScriptEnabled === false ? page.goto(path) : openLive(page, path));
    });
  },
});

// Refusals are answers here, and a browser writes each of them to the console.
export const REFUSALS = /status of 40[134]|status of 400|status of 429|ERR_FAILED/;

/** Opens a page whose live line is up: the stream answers when its subscriptions stand, so what happens then is heard. */
export async function openLive(page: Page, path: string): Promise<void> {
  const line = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/events');
  await page.goto(path);
  await line;
}

export const rows = (page: Page) => page.locator('[data-sid]');
export const endOf = (page: Page, device: string) =>
  page.getByRole('button', { name: words.endThis.replace('{device}', device) });
export const dialog = (page: Page) => page.getByRole('dialog', { name: common.stepUpTitle });
export const warning = (page: Page) => page.getByTestId('sign-in-warning');

/** Gives the password that is asked for. */
export async function confirm(page: Page, password = LONG_PASSWORD): Promise<void> {
  await dialog(page).getByLabel(common.password, { exact: true }).fill(password);
  await dialog(page).getByRole('button', { name: common.confirm }).click();
}

export const statusOf = async (request: APIRequestContext): Promise<number> =>
  (await request.get('/api/session', { headers: { 'x-activity': 'background' } })).status();
