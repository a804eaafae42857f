/** What the tests of the staff's pages share: people of a test's own, a console asked as somebody, and its dialogs. */
import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from 'playwright/test';
import type { Role } from '#lib/identity/roles.ts';
import { createUser } from '#lib/identity/users.ts';
import {
  AGENTS,
  test as base,
  type Customer,
  LONG_CREDENTIAL,
  LONG_PASSWORD,
  signInAs,
} from './customers.ts';
import { en } from './fixtures.ts';

const common = en.session;
export const DATE_OF_BIRTH = '1971-02-03';
export const EMAIL_HOST = 'nobody-sees-this.example';
// Refusals are answers here, and a browser writes each of them to the console.
export const REFUSALS = /status of 40[139]/;

type Fixtures = {
  /** Begins every name of this test, so that a question finds its people alone. */
  prefix: string;
  /** Creates somebody whose name begins so. */
  person: (name: string, role?: Role) => Promise<Customer>;
  /** Signs somebody in on a device of their own. */
  elsewhere: (person: Customer, agent?: string) => Promise<APIRequestContext>;
  /** Signs this page in as somebody new of that role and opens the console with that question. */
  consoleAs: (role: Role, question?: Record<string, string>) => Promise<Customer>;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern.
  prefix: async ({}, use) => use(`s${randomUUID().slice(0, 8)}`),
  person: async ({ redis, prefix }, use) => {
    await use(async (name, role = 'user') => {
      const username = `${prefix}.${name}`;
      const profile = { name: 'Erin', dateOfBirth: DATE_OF_BIRTH, email: `${username}@${EMAIL_HOST}` };
      await createUser(redis, { username, password: LONG_CREDENTIAL, role, profile, accounts: [] });
      return { username, name: profile.name };
    });
  },
  elsewhere: async ({ playwright, baseURL }, use) => {
    const opened: APIRequestContext[] = [];
    await use(async (person, agent = AGENTS.windows) => {
      const request = await playwright.request.newContext(baseURL ? { baseURL } : {});
      opened.push(request);
      await signInAs(request, person, { agent });
      return request;
    });
    await Promise.all(opened.map((request) => request.dispose()));
  },
  consoleAs: async ({ context, page, person }, use) => {
    await use(async (role, question = {}) => {
      const staff = await person(role, role);
      await signInAs(context.request, staff);
      await page.goto(`/staff?${new URLSearchParams(question)}`);
      return staff;
    });
    await context.request.post('/api/auth/logout').catch(() => null);
  },
});

export const rows = (page: Page) => page.locator('[data-sid]');
export const rowOf = (page: Page, { username }: Customer) => page.locator(`[data-user="${username}"]`);
export const bulk = (page: Page) => page.getByTestId('bulk');
export const ending = (page: Page) => page.getByRole('dialog').filter({ hasNotText: common.stepUpText });
export const willEnd = (page: Page) => page.getByTestId('will-end');

export async function choose(page: Page, person: Customer): Promise<void> {
  await rowOf(page, person).getByRole('checkbox').first().check();
}

/** Confirms the count, then that it is oneself. */
export async function confirm(page: Page): Promise<void> {
  await ending(page)
    .getByRole('button', { name: /^End \d+ session/ })
    .click();
}

export async function stepUp(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: common.stepUpTitle });
  await dialog.getByLabel(common.password, { exact: true }).fill(LONG_PASSWORD);
  await dialog.getByRole('button', { name: common.confirm }).click();
}

export const lives = async (request: APIRequestContext): Promise<boolean> =>
  (await request.get('/api/session', { headers: { 'x-activity': 'background' } })).ok();
