import { randomBytes, randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { APIRequestContext, Page } from 'playwright/test';
import type { Role } from '#lib/auth/roles.ts';
import { createUser } from '#lib/auth/users.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import {
  AGENTS,
  test as base,
  type Customer,
  LONG_PASSWORD,
  sessionOf,
  setTimes,
  signInAs,
} from '../customers.ts';
import { en, expect } from '../fixtures.ts';

const words = en.staff;
const common = en.session;
const DATE_OF_BIRTH = '1971-02-03';
const EMAIL_HOST = 'nobody-sees-this.example';
const MINUTE_MS = 60_000;

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

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern.
  prefix: async ({}, use) => use(`s${randomUUID().slice(0, 8)}`),
  person: async ({ redis, prefix }, use) => {
    await use(async (name, role = 'user') => {
      const username = `${prefix}.${name}`;
      const profile = { name: 'Erin', dateOfBirth: DATE_OF_BIRTH, email: `${username}@${EMAIL_HOST}` };
      await createUser(redis, { username, password: LONG_PASSWORD, role, profile, accounts: [] });
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

// Refusals are answers here, and a browser writes each of them to the console.
test.use({ allowedComplaints: /status of 40[139]/ });

const rows = (page: Page) => page.locator('[data-sid]');
const rowOf = (page: Page, { username }: Customer) => page.locator(`[data-user="${username}"]`);
const bulk = (page: Page) => page.getByTestId('bulk');
const ending = (page: Page) => page.getByRole('dialog').filter({ hasNotText: common.stepUpText });
const willEnd = (page: Page) => page.getByTestId('will-end');
const filled = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

async function choose(page: Page, person: Customer): Promise<void> {
  await rowOf(page, person).getByRole('checkbox').first().check();
}

/** Confirms the count, then that it is oneself. */
async function confirm(page: Page): Promise<void> {
  await ending(page)
    .getByRole('button', { name: /^End \d+ session/ })
    .click();
}

async function stepUp(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: common.stepUpTitle });
  await dialog.getByLabel(common.password, { exact: true }).fill(LONG_PASSWORD);
  await dialog.getByRole('button', { name: common.confirm }).click();
}

const lives = async (request: APIRequestContext): Promise<boolean> =>
  (await request.get('/api/session', { headers: { 'x-activity': 'background' } })).ok();

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(told).toEqual([]);
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(width[0]).toBeLessThanOrEqual(width[1] ?? 0);
}

/** As many live sessions again as that, by copying the one there is: signing in so often would take minutes. */
async function multiply(redis: Redis, request: APIRequestContext, times: number): Promise<void> {
  const { user, sid } = await sessionOf(request);
  const key = keys.session(user as never, sid as never);
  const document = (await redis.json.get(key)) as Record<string, unknown>;
  const endsAt = Number(await redis.pExpireTime(key));
  for (let copy = 1; copy <= times; copy += 1) {
    const other = randomBytes(16).toString('base64url');
    const at = keys.session(user as never, other as never);
    await redis.json.set(at, '$', { ...document, createdAt: Number(document.createdAt) - copy });
    await redis.pExpireAt(at, endsAt);
  }
}

test.describe('asking', () => {
  test('words narrow the list while they are typed, and the address holds the question', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    await elsewhere(ann, AGENTS.phone);
    await elsewhere(ann, AGENTS.windows);
    await elsewhere(ben, AGENTS.phone);
    await consoleAs('super-admin');
    await page.getByRole('searchbox').fill(`${prefix} chrome`);
    await expect(page).toHaveURL(new RegExp(`q=${prefix}`));
    // Ann's phone, Ben's, and whoever looks.
    await expect(rows(page)).toHaveCount(3);
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '3');
    await page.getByTestId('facet-kind').getByRole('link', { name: /Phone/ }).click();
    await expect(page).toHaveURL(/kind=phone/);
    await expect(rows(page)).toHaveCount(2);
    await page.reload();
    await expect(rows(page)).toHaveCount(2);
    await expect(page.getByRole('searchbox')).toHaveValue(`${prefix} chrome`);
    await page.goBack();
    await expect(rows(page)).toHaveCount(3);
    await rowOf(page, ben).getByRole('link').click();
    await expect(rows(page)).toHaveCount(1);
    await expect(page).toHaveURL(new RegExp(`username=${ben.username}`));
  });

  test('a condition that is chosen asks at once', async ({ page, prefix, person, elsewhere, consoleAs }) => {
    const ann = await person('ann');
    await elsewhere(ann, AGENTS.phone);
    await elsewhere(ann, AGENTS.windows);
    await consoleAs('super-admin', { q: prefix, role: 'user' });
    await expect(rows(page)).toHaveCount(2);
    await page.getByLabel(words.kind, { exact: true }).selectOption('phone');
    await expect(page).toHaveURL(/kind=phone/);
    await expect(rows(page)).toHaveCount(1);
    await page.getByRole('link', { name: words.clear }).click();
    await expect(page).toHaveURL(/\/staff$/);
  });

  test('the counts by role and device are lists, a chart with a sentence, and a table', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const ann = await person('ann');
    await elsewhere(ann, AGENTS.phone);
    await elsewhere(ann, AGENTS.phone);
    await consoleAs('super-admin', { q: prefix });
    await expect(page.getByTestId('facet-role').getByRole('link')).toHaveCount(2);
    await expect(page.getByRole('img', { name: words.chart })).toBeVisible();
    await expect(page.getByTestId('chart-sentence')).toContainText('Customer: 2 of 3');
    await expect(page.getByTestId('chart-sentence')).toContainText('Phone, 2');
    await page.getByText(words.showTable).click();
    await expect(page.getByRole('row', { name: /Phone\s+2\s+67%/ })).toBeVisible();
  });

  test('older sessions are a page away, none twice and none left out', async ({
    page,
    prefix,
    redis,
    person,
    elsewhere,
    consoleAs,
  }) => {
    await multiply(redis, await elsewhere(await person('ann')), 59);
    await consoleAs('super-admin', { q: prefix, role: 'user' });
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '60');
    const sids = () => rows(page).evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.sid));
    await expect(rows(page)).toHaveCount(50);
    const first = await sids();
    await page.getByRole('link', { name: words.next }).click();
    await expect(rows(page)).toHaveCount(10);
    expect(new Set([...first, ...(await sids())]).size).toBe(60);
    await page.getByRole('link', { name: words.first }).click();
    await expect(rows(page)).toHaveCount(50);
  });

  test('neither date of birth nor email nor balance is anywhere in the page', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    await elsewhere(await person('ann'));
    await consoleAs('super-admin', { q: prefix });
    await expect(rows(page)).toHaveCount(2);
    const html = await (await page.request.get(page.url())).text();
    for (const secret of [DATE_OF_BIRTH, EMAIL_HOST, 'balance"', 'balanceMinor', 'tokenDigest']) {
      expect(html).not.toContain(secret);
    }
  });

  test.describe('before JavaScript arrives', () => {
    test.use({ javaScriptEnabled: false });

    test('the form asks, and the counts lead on', async ({ page, prefix, person, elsewhere, consoleAs }) => {
      const ann = await person('ann');
      await elsewhere(ann, AGENTS.phone);
      await elsewhere(ann, AGENTS.windows);
      await consoleAs('super-admin');
      await page.getByRole('searchbox').fill(`${prefix}.ann`);
      await page.getByRole('button', { name: words.submit, exact: true }).click();
      await expect(rows(page)).toHaveCount(2);
      await page.getByTestId('facet-kind').getByRole('link', { name: /Phone/ }).click();
      await expect(rows(page)).toHaveCount(1);
    });
  });
});

test.describe('ending', () => {
  test('a supervisor ends one customer’s sessions after the count and the password, and no other’s', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const [phone, computer] = [await elsewhere(ann, AGENTS.phone), await elsewhere(ann)];
    const other = await elsewhere(ben);
    await consoleAs('supervisor', { q: prefix });
    await expect(rows(page)).toHaveCount(3);
    await choose(page, ann);
    await bulk(page)
      .getByRole('button', { name: filled(words.endOf, { name: ann.username }) })
      .click();
    await expect(willEnd(page)).toHaveAttribute('data-count', '2');
    const late = await elsewhere(ann);
    await confirm(page);
    await stepUp(page);
    await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '2');
    await page.getByRole('button', { name: words.close }).click();
    await expect(rowOf(page, ann)).toHaveCount(1);
    await expect(bulk(page)).toBeHidden();
    expect(await Promise.all([phone, computer].map(lives))).toEqual([false, false]);
    // Ben was not meant, and Ann's newest came after the count.
    expect(await Promise.all([other, late].map(lives))).toEqual([true, true]);
  });

  test('when more match than were counted, nothing ends and the new count is asked about', async ({
    page,
    redis,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const ann = await person('ann');
    const [one, two] = [await elsewhere(ann), await elsewhere(ann)];
    const idle = async (request: APIRequestContext) =>
      setTimes(redis, await sessionOf(request), { lastActiveAt: Date.now() - 20 * MINUTE_MS });
    await idle(one);
    await consoleAs('supervisor', { username: ann.username, idleFor: String(5 * MINUTE_MS) });
    await expect(rows(page)).toHaveCount(1);
    await page.getByRole('button', { name: words.endFound }).click();
    await expect(willEnd(page)).toHaveAttribute('data-count', '1');
    await idle(two);
    await confirm(page);
    await stepUp(page);
    await expect(page.getByTestId('count-changed')).toBeVisible();
    await expect(willEnd(page)).toHaveAttribute('data-count', '2');
    expect(await Promise.all([one, two].map(lives))).toEqual([true, true]);
    await confirm(page);
    await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '2');
    expect(await Promise.all([one, two].map(lives))).toEqual([false, false]);
  });

  test('a super-admin ends several people’s at once, staff among them', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const [ann, ivo] = [await person('ann'), await person('ivo', 'admin')];
    const sessions = [await elsewhere(ann), await elsewhere(ivo)];
    const nora = await consoleAs('super-admin', { q: prefix });
    await expect(rows(page)).toHaveCount(3);
    await expect(rowOf(page, nora).getByRole('checkbox')).toHaveCount(0);
    await page.getByLabel(words.chooseAll).check();
    await expect(bulk(page)).toContainText('2');
    await bulk(page)
      .getByRole('button', { name: filled(words.endOfPeople, { count: 2 }) })
      .click();
    await expect(willEnd(page)).toHaveAttribute('data-count', '2');
    await confirm(page);
    await stepUp(page);
    await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '2');
    expect(await Promise.all(sessions.map(lives))).toEqual([false, false]);
  });

  test('closing the password’s dialog ends nothing, and the count can still be confirmed', async ({
    page,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const ann = await person('ann');
    const session = await elsewhere(ann);
    await consoleAs('supervisor', { username: ann.username });
    await page.getByRole('button', { name: words.endFound }).click();
    await confirm(page);
    await page
      .getByRole('dialog', { name: common.stepUpTitle })
      .getByRole('button', { name: common.cancel })
      .click();
    await expect(willEnd(page)).toBeVisible();
    expect(await lives(session)).toBe(true);
    await page.keyboard.press('Escape');
    await expect(ending(page)).toBeHidden();
  });

  test('everyone’s sessions end by a typed confirmation alone', async ({ page, consoleAs }) => {
    await consoleAs('super-admin');
    const asked: unknown[] = [];
    // Other tests' people are signed in to the same bank: what is sent is seen, and nobody is signed out.
    await page.route('**/api/staff/sessions/revoke', (route) => {
      asked.push(route.request().postDataJSON());
      return route.fulfill({ json: { revoked: 7, alreadyGone: 1, left: 0 } });
    });
    await page.getByRole('button', { name: words.endEveryone }).click();
    await expect(willEnd(page)).toBeVisible();
    const count = Number(await willEnd(page).getAttribute('data-count'));
    await expect(ending(page).getByRole('button', { name: /^End \d+ session/ })).toBeDisabled();
    await page.getByLabel(filled(words.everyoneType, { phrase: words.everyonePhrase })).fill('end every');
    await page.keyboard.press('Enter');
    expect(asked).toEqual([]);
    await page
      .getByLabel(filled(words.everyoneType, { phrase: words.everyonePhrase }))
      .fill(words.everyonePhrase);
    await confirm(page);
    await expect(page.getByTestId('ended')).toHaveText('7 sessions ended. 1 was over already.');
    expect(asked).toEqual([{ filter: {}, asOf: expect.any(Number), expectedCount: count }]);
  });
});

test.describe('what a role may not do is not offered, and the reason is said', () => {
  test('an admin looks on', async ({ page, prefix, person, elsewhere, consoleAs }) => {
    await elsewhere(await person('ann'));
    await elsewhere(await person('ivo', 'supervisor'));
    await consoleAs('admin', { q: prefix });
    // Customers alone, and no staff.
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByTestId('reason')).toHaveText(words.mayLook);
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^End/ })).toHaveCount(0);
  });

  test('a supervisor cannot choose two customers to end, nor all that match', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    await elsewhere(ann);
    await elsewhere(ben);
    await consoleAs('supervisor', { q: prefix });
    await expect(page.getByTestId('reason')).toHaveText(words.mayOne);
    await expect(page.getByRole('button', { name: /^End/ })).toHaveCount(0);
    await choose(page, ann);
    await choose(page, ben);
    await expect(bulk(page)).toContainText(words.tooMany);
    await expect(bulk(page).getByRole('button', { name: /^End/ })).toHaveCount(0);
    await bulk(page).getByRole('button', { name: words.unchoose }).click();
    await expect(bulk(page)).toBeHidden();
  });

  test('a customer is led to their own pages', async ({ page, context, person }) => {
    await signInAs(context.request, await person('ann'));
    await page.goto('/staff');
    await expect(page).toHaveURL('/overview');
  });
});

test.describe('the trail', () => {
  test('says who ended whose sessions, when and from where; a question narrows it', async ({
    page,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const ann = await person('ann');
    await elsewhere(ann, AGENTS.phone);
    const sofia = await consoleAs('supervisor', { username: ann.username });
    await page.getByRole('button', { name: words.endFound }).click();
    await confirm(page);
    await stepUp(page);
    await expect(page.getByTestId('ended')).toBeVisible();
    await page.goto(`/staff/audit?username=${ann.username}`);
    const ended = page.locator('[data-act="session_ended"]');
    await expect(ended).toHaveCount(1);
    await expect(ended).toContainText(sofia.username);
    await expect(ended).toContainText('reason: staff');
    await expect(page.locator('[data-act]')).toHaveCount(2);
    await page.getByLabel(words.audit.act).selectOption('signed_in');
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page).toHaveURL(/act=signed_in/);
    await expect(page.locator('[data-act]')).toHaveCount(1);
    await expect(page.locator('[data-act]')).toContainText('Chrome on Android');
  });

  test('of all is a super-admin’s to read; others name a customer', async ({ page, person, consoleAs }) => {
    const ivo = await person('ivo', 'supervisor');
    await consoleAs('admin');
    await page.getByRole('link', { name: words.trail, exact: true }).click();
    await expect(page).toHaveURL('/staff/audit');
    await expect(page.getByTestId('reason')).toHaveText(words.audit.needsName);
    await page.getByLabel(words.audit.whose).fill(ivo.username);
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '0');
  });
});

test.describe('people', () => {
  test('a super-admin gives a role after the password, and that person’s sessions end', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const ann = await person('ann');
    const session = await elsewhere(ann);
    const nora = await consoleAs('super-admin');
    await page.goto(`/staff/people?q=${prefix}`);
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '2');
    await expect(rowOf(page, nora).getByRole('combobox')).toHaveCount(0);
    const role = rowOf(page, ann).getByRole('combobox');
    await role.selectOption('admin');
    await page.getByRole('button', { name: words.persons.change }).click();
    await stepUp(page);
    await expect(page.getByTestId('role-changed')).toContainText('1 session ended');
    await page.getByRole('button', { name: words.close }).click();
    await expect(role).toHaveValue('admin');
    expect(await lives(session)).toBe(false);
  });

  test('an admin finds customers alone, and changes no role', async ({ page, prefix, person, consoleAs }) => {
    await person('ann');
    await consoleAs('admin');
    await page.goto('/staff/people');
    await page.getByRole('searchbox').fill(prefix);
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '1');
    await expect(page.getByTestId('reason')).toHaveText(words.persons.mayNot);
    await expect(page.getByRole('combobox')).toHaveCount(0);
    await page.getByRole('link', { name: new RegExp(`Trail of ${prefix}`) }).click();
    await expect(page).toHaveURL(/\/staff\/audit\?username=/);
  });
});

test('a member of staff whose session ends is at the sign-in, and the console is gone', async ({
  page,
  context,
  consoleAs,
}) => {
  await consoleAs('admin');
  await expect(page.getByTestId('found')).toBeVisible();
  await page.waitForFunction(() => navigator.locks.query().then(({ held }) => (held?.length ?? 0) > 0));
  await page.waitForTimeout(500);
  await context.request.post('/api/auth/logout');
  await expect(page).toHaveURL(/\/login/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' } as object);

    test('the console is clean in each of its states', async ({
      page,
      prefix,
      person,
      elsewhere,
      consoleAs,
    }) => {
      // Seven looks at whole pages.
      test.slow();
      const ann = await person('ann');
      await elsewhere(ann, AGENTS.phone);
      await consoleAs('super-admin', { q: prefix, role: 'user' });
      await expect(page.getByRole('img', { name: words.chart })).toBeVisible();
      await choose(page, ann);
      await expectClean(page);
      await bulk(page)
        .getByRole('button', { name: filled(words.endOf, { name: ann.username }) })
        .click();
      await expect(willEnd(page)).toBeVisible();
      await expectClean(page);
      await page.keyboard.press('Escape');
      await page.goto('/staff?q=zzzqqq');
      await expect(page.getByText(words.none, { exact: true })).toBeVisible();
      await expectClean(page);
      await page.goto(`/staff/people?q=${prefix}`);
      await expect(rowOf(page, ann)).toBeVisible();
      await expectClean(page);
      await rowOf(page, ann).getByRole('combobox').selectOption('admin');
      await expect(page.getByRole('button', { name: words.persons.change })).toBeVisible();
      await expectClean(page);
      await page.goto(`/staff/audit?username=${ann.username}`);
      await expect(page.locator('[data-act]')).toHaveCount(1);
      await expectClean(page);
    });
  });
}
