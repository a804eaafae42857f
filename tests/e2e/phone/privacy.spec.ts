import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { MASK } from '#app/_words/format.ts';
import { createUser, newUserTag } from '#lib/identity/users.ts';
import { isAccountId } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { DAY, HOUR } from '#lib/time.ts';
import { test as base, LONG_CREDENTIAL, signInAs } from '../customers.ts';
import { openLive } from '../devices.ts';
import { en, expect, signOutContext } from '../fixtures.ts';

// Posting asks for the bank's time zone, and the configuration is read as a whole.
process.env.SESSION_SECRETS ||= '1:test-secret-test-secret-test-secret-00';

const words = en.frame;
/** Amounts of four digits and more, so that none of them is also a day, a time or a count. */
const AMOUNTS = [4567_89, -1234_56, -2345_67, 3456_78, -7890_12, -8901_23, 6789_01, -1357_91];
/** Weekly: one of the same amount each time, one of a range. The last of all is of today: a month has begun with it. */
const STEADY = -2468_13;
const RANGE = [-1122_33, -1133_44, -1144_55, -1155_66, -1166_77, -1177_88];
const LIVE = -7654_32;

const posting = (amountMinor: number, at: number, name: string, id = name): Posting => ({
  id: id.replaceAll(' ', '-'),
  amountMinor,
  at,
  counterparty: name,
  counterpartyAccount: '1000000000',
  description: 'Something bought',
  category: 'shopping',
  type: 'card',
});

type Owner = { username: string; name: string; account: string; post: (name: string) => Promise<void> };

const test = base.extend<{ owner: Owner }>({
  owner: async ({ redis }, use) => {
    const user = newUserTag();
    // Letters alone: an id with digits in it could hold those of an amount.
    const account = `a_${newUserTag()
      .replace(/[^A-Za-z]/g, 'x')
      .slice(0, 10)}`;
    if (!isAccountId(account)) throw new TypeError(account);
    const ref = { user, account };
    const now = Date.now();
    await openAccount(redis, ref, {
      ...{ number: '5550001111', name: 'Current account', currency: 'USD', ticking: false },
      ...{ openingBalanceMinor: 98_765_43, openingAt: now - 60 * DAY },
    });
    const shops = AMOUNTS.map((minor, at) =>
      posting(minor, now - (AMOUNTS.length - 1 - at) * DAY, `Shop ${'ABCDEFGH'[at]}`),
    );
    const weekly = RANGE.flatMap((minor, at) => {
      const due = now - 7 * (RANGE.length - at) * DAY - 2 * HOUR;
      const nth = 'ABCDEF'[at];
      return [
        posting(minor, due, 'Power Company', `Power ${nth}`),
        posting(STEADY, due + HOUR, 'Landlord', `Rent ${nth}`),
      ];
    });
    await postHistory(
      redis,
      ref,
      [...weekly, ...shops].sort((one, other) => one.at - other.at),
    );
    const username = `e2e-${randomUUID().slice(0, 12)}`;
    const profile = {
      name: 'Pat Private',
      dateOfBirth: '1990-05-17',
      email: `${username}@redisbank.example`,
    };
    const person = { username, password: LONG_CREDENTIAL, role: 'user' as const, profile };
    await createUser(redis, { ...person, user, accounts: [account] });
    const post = async (name: string) => {
      await postEntry(redis, ref, posting(LIVE, Date.now(), name));
    };
    await use({ username, name: profile.name, account, post });
  },
});

test.afterEach(({ context }) => signOutContext(context));

const eye = (page: Page) => page.getByRole('button', { name: words.hideAmounts }).filter({ visible: true });

/** What canvases are told to write, from before the first script of the page. */
function recordDrawnText(): void {
  const drawn: string[] = [];
  Object.assign(window, { drawn });
  const { prototype } = CanvasRenderingContext2D;
  for (const name of ['fillText', 'strokeText'] as const) {
    const draw = prototype[name];
    prototype[name] = function record(this: CanvasRenderingContext2D, ...args: Parameters<typeof draw>) {
      drawn.push(args[0]);
      return draw.apply(this, args);
    };
  }
}

/** Everything of a page that eyes, ears or a pointer can get at: text, attributes, fields, titles, what was drawn. */
async function everythingOn(page: Page): Promise<string> {
  const seen = await page.evaluate(() => {
    const found = [document.title];
    for (const element of document.querySelectorAll('*')) {
      if (element.closest('script, style, svg')) continue;
      for (const { name, value } of element.attributes) {
        if (name !== 'class' && name !== 'style') found.push(`${name}=${value}`);
      }
      if (element instanceof HTMLInputElement) found.push(element.value);
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) found.push(node.nodeValue ?? '');
      // What is in pieces (whole and cents) is one text to who reads it; a page's data beside it is not seen.
      if (!element.querySelector('script, style')) found.push(element.textContent ?? '');
    }
    return [...found, ...((window as { drawn?: string[] }).drawn ?? [])].join('\n');
  });
  return `${seen}\n${await page.locator('body').ariaSnapshot()}`;
}

/** To the end of the overview, whose lower cards are fetched when they come near. */
async function goDown(page: Page): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  for (const name of ['months-sentence', 'spenders-sentence', 'regular']) {
    await expect(page.getByTestId(name)).toContainText(/\d,\d{3}\.\d\d|•/);
  }
}

const asDecimal = /\d[\d.,\s]*[.,]\d\d(?!\d)/;

/** Every amount of the account, in each form in which it could be written. */
async function formsOf(page: Page, account: string): Promise<string[]> {
  // Eight at once, some on connections that rested: one that was closed meanwhile is asked for again, as browsers do.
  const get = async (path: string) =>
    (await page.request.get(path, { headers: { 'x-activity': 'background' }, maxRetries: 2 })).json();
  type Sums = { inMinor: number; outMinor: number };
  const [accounts, list, totals, spenders, balance, months, categories, regular] = await Promise.all([
    get('/api/accounts'),
    ...[
      ...['transactions', 'totals', 'spenders', 'balance?range=1mo', 'months', 'categories', 'regular'],
    ].map((name) => get(`/api/accounts/${account}/${name}`)),
  ]);
  const amounts = new Set<number>(
    [
      ...accounts.items.map((one: { balanceMinor: number }) => one.balanceMinor),
      ...list.items.flatMap((one: { amountMinor: number; balanceAfterMinor: number }) => [
        one.amountMinor,
        one.balanceAfterMinor,
      ]),
      ...[totals.inMinor, totals.outMinor, totals.netMinor, spenders.otherMinor],
      ...spenders.items.map((one: { amountMinor: number }) => one.amountMinor),
      ...balance.points.map((one: { yMinor: number }) => one.yMinor),
      ...[...months.items, ...categories.items].flatMap((one: Sums) => [
        ...[one.inMinor, one.outMinor, one.inMinor - one.outMinor],
      ]),
      ...regular.items.flatMap((one: { minMinor: number; maxMinor: number }) => [
        ...[one.minMinor, one.maxMinor],
      ]),
    ]
      .map(Math.abs)
      .filter((minor) => minor >= 100_000),
  );
  expect(amounts.size).toBeGreaterThan(15);
  return [...amounts].flatMap((minor) => {
    const whole = String(Math.floor(minor / 100));
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return [String(minor), grouped, grouped.replaceAll(',', '.'), grouped.replaceAll(',', ' ')];
  });
}

async function expectNoAmount(page: Page, forms: readonly string[], where: string): Promise<void> {
  const text = await everythingOn(page);
  expect(text.match(asDecimal)?.[0], where).toBeUndefined();
  const standing = forms.filter((form) =>
    new RegExp(`(?<![\\d:-])${form.replaceAll('.', '\\.')}(?!\\d)`).test(text),
  );
  expect(standing, where).toEqual([]);
}

test('hidden amounts are nowhere: not in text, attributes, what is read aloud, titles or what charts draw', async ({
  page,
  owner,
}) => {
  // Everything on nine pages and states is read.
  test.slow();
  await page.addInitScript(recordDrawnText);
  await signInAs(page.request, owner);
  await page.goto('/overview');
  const forms = await formsOf(page, owner.account);
  // That the search finds what is there: shown, all of it is found.
  await expect
    .poll(() => page.evaluate(() => (window as { drawn?: string[] }).drawn?.length))
    .toBeGreaterThan(3);
  await goDown(page);
  const shown = await everythingOn(page);
  expect(shown).toMatch(asDecimal);
  expect(forms.filter((form) => shown.includes(form)).length).toBeGreaterThan(15);
  const patched = await page.request.patch('/api/me/preferences', { data: { hideAmounts: true } });
  expect(patched.status()).toBe(200);

  // Before any script: the page as the server writes it, but for the data that scripts go on from.
  const served = await (await page.request.get('/overview')).text();
  const painted = served.replace(/<(script|style|svg)\b.*?<\/\1>/gs, '').replace(/class="[^"]*"/g, '');
  expect(painted).toContain(MASK);
  expect(painted.match(asDecimal)?.[0]).toBeUndefined();

  const addresses = [
    '/overview',
    '/transactions',
    '/transactions/statement',
    `/transactions/${owner.account}/3`,
  ];
  for (const path of [...addresses, '/security']) {
    await page.goto(path);
    await expect(eye(page)).toHaveAttribute('aria-pressed', 'true');
    if (path !== '/security') await expect(page.getByText(MASK).first()).toBeAttached();
    // Until scripts arrive, the plain filter form stands in the page: its pattern and placeholder look like amounts.
    await expect(page.locator('input[name=min]')).toHaveCount(0);
    if (path === '/overview') await goDown(page);
    for (const toggle of await page.getByText(en.overview.showTable).all()) await toggle.click();
    await expectNoAmount(page, forms, path);
  }

  await page.goto('/overview');
  const chart = page.getByRole('slider');
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await expectNoAmount(page, forms, 'a point of the chart by keys');
  await chart.hover();
  await page.getByTestId('balance').hover();
  await page.getByTestId('latest').getByRole('link').first().hover();
  await expectNoAmount(page, forms, 'hovered');
  await goDown(page);
  await page.getByTestId('months').getByRole('link').last().hover();
  await expectNoAmount(page, forms, 'hovered below');
  await owner.post('Shop Live');
  await expect(page.getByTestId('latest').getByText('Shop Live')).toBeVisible();
  const after = [...forms, ...(await formsOf(page, owner.account))];
  await expectNoAmount(page, after, 'after a posting on the overview');

  await page.goto('/transactions');
  await expect(page.locator('input[name=min]')).toHaveCount(0);
  await owner.post('Shop Later');
  await expect(page.getByText('Shop Later').first()).toBeAttached();
  await expectNoAmount(
    page,
    [...after, ...(await formsOf(page, owner.account))],
    'after a posting in the list',
  );
});

test('one tap hides amounts in every tab at once and on the next device, and is said aloud', async ({
  page,
  context,
  browser,
  owner,
}) => {
  await signInAs(page.request, owner);
  await page.goto('/overview');
  const other = await context.newPage();
  await other.goto('/transactions');
  // Both hear of what happens: a posting arrives.
  await owner.post('Shop Live');
  for (const tab of [page, other]) await expect(tab.locator('[data-seq]').first()).toContainText('Shop Live');
  await expect(eye(page)).toHaveAttribute('aria-pressed', 'false');

  await eye(page).tap();
  await expect(eye(page)).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('status').getByText(words.amountsHidden)).toBeAttached();
  await expect(page.getByTestId('balance')).toContainText(MASK);
  await expect(eye(other)).toHaveAttribute('aria-pressed', 'true');
  await expect(other.locator('[data-seq]').first()).toContainText(MASK);
  // Whatever the amount, what stands for it has the same width.
  const widths = await other
    .locator('[data-seq] .text-right > .figures:last-child')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetWidth));
  expect(new Set(widths).size).toBe(1);

  const device = await browser.newContext();
  await signInAs(device.request, owner);
  const there = await device.newPage();
  await there.goto('/overview');
  await expect(there.getByTestId('balance')).toContainText(MASK);
  await signOutContext(device);
  await device.close();

  // By key: never while writing, else at once.
  const search = other.getByRole('searchbox');
  await search.focus();
  await other.keyboard.press('Alt+Shift+KeyH');
  await search.blur();
  await other.keyboard.press('KeyH');
  await expect(eye(other)).toHaveAttribute('aria-pressed', 'true');
  await other.keyboard.press('Alt+Shift+KeyH');
  await expect(eye(other)).toHaveAttribute('aria-pressed', 'false');
  await expect(eye(page)).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('balance')).not.toContainText(MASK);
});

const CHOICES: Record<string, (page: Page) => Promise<unknown>> = {
  async 'the tap'(page) {
    await eye(page).tap();
    await expect(page.getByRole('status').getByText(words.amountsHidden)).toBeAttached();
  },
  async 'another device’s choice'(page) {
    await page.request.patch('/api/me/preferences', { data: { hideAmounts: true } });
    await expect(eye(page)).toHaveAttribute('aria-pressed', 'true');
  },
};
for (const [name, hide] of Object.entries(CHOICES)) {
  test(`what was asked before ${name} does not show amounts again`, async ({ page, owner }) => {
    await signInAs(page.request, owner);
    const asked = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    // A page that is looked at again asks, since the choice may be another by then.
    await page.route('**/api/session', async (route) => {
      const response = await route.fetch();
      asked.resolve();
      await held.promise;
      await route.fulfill({ response });
    });
    await openLive(page, '/overview');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await asked.promise;
    await hide(page);

    const answered = page.waitForResponse('**/api/session');
    held.resolve();
    await (await answered).finished();
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    await expect(eye(page)).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByTestId('balance')).toContainText(MASK);
  });
}

test('amounts that the server wrote are masked at once, and written anew when the bank has the choice', async ({
  page,
  owner,
}) => {
  await signInAs(page.request, owner);
  await page.goto('/transactions/statement');
  const statement = page.getByRole('article');
  expect(await statement.ariaSnapshot()).toMatch(asDecimal);
  const forms = await formsOf(page, owner.account);
  // A page that is asked for meanwhile is written by the choice before.
  const arrived = Promise.withResolvers<void>();
  await page.route('**/api/me/preferences', async (route) => {
    await arrived.promise;
    await route.continue();
  });

  await eye(page).tap();
  await expect(eye(page)).toHaveAttribute('aria-pressed', 'true');
  const masked = await statement.ariaSnapshot();
  expect(masked).toContain(MASK);
  expect(masked.match(asDecimal)?.[0]).toBeUndefined();

  arrived.resolve();
  await expect(statement).toContainText(MASK);
  await expectNoAmount(page, forms, 'written anew');
  await eye(page).tap();
  await expect(statement).toContainText(asDecimal);
});

test.describe('without the bank', () => {
  test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/ });

  test('hiding still hides, and showing does not show', async ({ page, owner }) => {
    await signInAs(page.request, owner);
    await page.goto('/overview');
    await page.route('**/api/me/preferences', (route) => route.abort());
    await eye(page).tap();
    await expect(page.getByTestId('balance')).toContainText(MASK);
    await expect(page.getByText(words.amountsNotKept)).toBeVisible();
    await eye(page).tap();
    await expect(page.getByText(words.amountsNotShown)).toBeVisible();
    await expect(page.getByTestId('balance')).toContainText(MASK);
  });
});
