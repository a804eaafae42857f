/** A transaction beside the list: the next and the one before, its note, and what two tabs wrote at once. */
import { readFile } from 'node:fs/promises';
import type { Page, Request } from 'playwright/test';
import { test } from '../accounts.ts';
import { en, expect, seqsOn, untilScripted } from '../fixtures.ts';

const words = en.detail;
const row = (page: Page, seq: number) => page.locator(`[data-seq="${seq}"]`);
const heading = (page: Page) => page.getByRole('article').getByRole('heading', { level: 2 });
const openedSeq = (page: Page) => Number(new URL(page.url()).pathname.split('/').at(-1));
const noteField = (page: Page) => page.getByLabel(en.note.text, { exact: true });

/** The bank of the tests keeps UTC. */
const dayBefore = () => new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);

test('keys lead through the filtered list beyond the loaded rows, and Back leads to the list', async ({
  page,
  signIn,
}) => {
  await signIn('alice');
  // Without today, so that nothing that is posted meanwhile moves the places.
  const list = `/transactions?to=${dayBefore()}&direction=out`;
  await page.goto(list);
  const seqs = await seqsOn(page);
  const [first = 0] = seqs;
  await row(page, first).getByRole('link').click();
  await expect(heading(page)).toBeFocused();
  const newer = page.getByRole('button', { name: words.newer, exact: true });
  await expect(newer).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowLeft');
  expect(openedSeq(page)).toBe(first);

  const keys = ['j', 'ArrowRight'];
  // The first page has thirty.
  const steps = 33;
  for (let at = 1; at <= steps; at++) {
    await page.keyboard.press(keys[at % 2] ?? 'j');
    await expect(page.getByText(new RegExp(`^${at + 1} of `))).toBeVisible();
    if (at < seqs.length) expect(openedSeq(page)).toBe(seqs[at]);
  }
  const far = openedSeq(page);
  expect(far).toBeLessThan(seqs.at(-1) ?? 0);
  await expect(row(page, far)).toBeInViewport();
  await expect(row(page, far).getByRole('link')).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('k');
  await expect(page.getByText(new RegExp(`^${steps} of `))).toBeVisible();

  // Letters that are typed are letters.
  await noteField(page).fill('');
  await noteField(page).pressSequentially('jk');
  await expect(page.getByText(new RegExp(`^${steps} of `))).toBeVisible();
  await noteField(page).fill('');
  await page.goBack();
  await expect(page).toHaveURL(list);
  await expect(page.getByRole('heading', { name: en.transactions.sums })).toBeVisible();
});

test('a row that is pressed when a posting comes stays under the pointer', async ({ page, ownAccount }) => {
  const { post } = await ownAccount(20);
  await page.goto('/transactions');
  await expect(page.getByRole('button', { name: /^Filter/ })).toHaveAttribute('aria-haspopup', 'dialog');
  await row(page, 18).hover();
  await page.mouse.down();
  await post({ counterparty: 'Bakery' });
  await expect(page.getByRole('button', { name: /^Show 1 new/ })).toBeVisible();
  await page.mouse.up();
  await expect.poll(() => openedSeq(page)).toBe(18);
  await expect(row(page, 21)).toBeVisible();
});

test('rows are chosen by box, range and key, get a tag together, are saved as a file, and Escape closes', async ({
  page,
  ownAccount,
}) => {
  const { post } = await ownAccount(20);
  await page.goto('/transactions');
  const list = en.transactions;
  const boxes = page.getByRole('checkbox');
  await expect(page.getByRole('heading', { name: list.sums })).toBeVisible();
  await boxes.nth(0).click();
  await boxes.nth(3).click({ modifiers: ['Shift'] });
  await expect(page.getByText(/^4 chosen/)).toBeVisible();
  await boxes.nth(3).press('x');
  await expect(page.getByText(/^3 chosen/)).toBeVisible();

  // Cancel ends the tagging, not its dialog alone.
  const notes: Request[] = [];
  page.on('request', (request) => request.method() === 'PUT' && notes.push(request));
  const { promise: canceled, resolve: cancel } = Promise.withResolvers<void>();
  await page.route('**/note', (route) => canceled.then(() => route.continue()));
  await page.getByRole('button', { name: list.tagChosen }).click();
  await page.getByLabel(en.note.addTag).fill('first');
  await page.getByLabel(en.note.addTag).press('Enter');
  await expect.poll(() => notes.length).toBe(1);
  await page.getByRole('button', { name: en.searches.cancel }).click();
  cancel();
  await expect(page.locator('[data-seq]').filter({ hasText: '#first' })).toHaveCount(1);
  await page.getByRole('button', { name: list.tagChosen }).click();
  await page.getByLabel(en.note.addTag).fill('trip');
  await page.getByLabel(en.note.addTag).press('Enter');
  await expect(page.locator('[data-seq]').filter({ hasText: '#trip' })).toHaveCount(3);
  await expect(page.getByText(/^3 chosen.*#trip added to 3$/)).toBeVisible();
  // However far down the last of them is.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByRole('button', { name: list.saveChosen })).toBeInViewport({ ratio: 1 });
  await page.evaluate(() => window.scrollTo(0, 0));
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: list.saveChosen }).click();
  const file = await readFile(await (await saved).path(), 'utf8');
  expect(file.trimEnd().split('\r\n')).toHaveLength(4);
  expect(notes).toHaveLength(4);

  // What comes meanwhile moves no row until none is chosen.
  await post({ counterparty: 'Bakery' });
  await expect(page.getByRole('button', { name: /^Show 1 new/ })).toBeVisible();
  await page.getByRole('button', { name: list.chooseNone }).click();
  await expect(row(page, 21)).toBeVisible();
  await boxes.nth(0).hover();
  await post({ counterparty: 'Bakery' });
  await expect(page.getByRole('button', { name: /^Show 1 new/ })).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(row(page, 22)).toBeVisible();

  // Where the boxes are not, nothing is chosen.
  await boxes.nth(0).click();
  await expect(page.getByText(/^1 chosen/)).toBeVisible();
  await page.setViewportSize({ width: 1200, height: 900 });
  await expect(page.getByText(/^1 chosen/)).toBeHidden();
  await page.locator('[data-seq] a').first().press('x');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByText(list.shortcuts.choose)).toBeHidden();
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(boxes.nth(0)).not.toBeChecked();

  // The keyboard's focus is never left with nothing, whatever is taken away.
  const first = page.locator('[data-seq] a').first();
  await first.press('x');
  await page.getByRole('button', { name: list.chooseNone }).press('Enter');
  await expect(first).toBeFocused();
  await first.press('x');
  await expect(page.getByText(/^1 chosen/)).toBeVisible();
  await first.press('Escape');
  await expect(page.getByText(/^1 chosen/)).toBeHidden();

  await page.locator('[data-seq] a').first().focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: list.shortcuts.title })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeFocused();
  // What is opened is chosen like its row.
  for (const chosen of [1, 0]) {
    await page.keyboard.press('x');
    await expect(page.getByText(/^1 chosen/)).toHaveCount(chosen);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: list.sums })).toBeVisible();
  await expect(page).toHaveURL('/transactions');
  await page.goto('/transactions?direction=out');
  await page.getByRole('list', { name: list.filters }).getByRole('link').press('Enter');
  await expect(page).toHaveURL('/transactions');
  await expect(page.getByRole('button', { name: /^Filter/ })).toBeFocused();
});

test.describe('far below the loaded rows', () => {
  // The bank is away for one of the steps.
  test.use({ allowedComplaints: /status of 503/ });

  test('each step asks for one transaction, one that fails says so, and at the oldest there is none', async ({
    page,
    ownAccount,
  }) => {
    const { account } = await ownAccount(400);
    const asked: URLSearchParams[] = [];
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.startsWith('/api/') && /\/transactions(\/\d+)?$/.test(pathname)) asked.push(searchParams);
    });
    // Every seventh came in.
    await page.goto(`/transactions/${account}/9?direction=in`);
    // Keys are heard once the page's scripts are there.
    await expect(page.getByRole('button', { name: /^Filter/ })).toHaveAttribute('aria-haspopup', 'dialog');
    const step = async (key: string, to: number) => {
      await page.keyboard.press(key);
      await expect.poll(() => openedSeq(page)).toBe(to);
    };
    const opened = page.getByRole('article');
    await opened.focus();
    await step('k', 15);
    await step('k', 22);
    await expect(
      opened.getByText(words.number, { exact: true }).locator('xpath=following-sibling::dd'),
    ).toHaveText('22');
    const older = page.getByRole('button', { name: words.older, exact: true });
    // What fails is said, loses nothing and can be done again.
    const said = page.getByRole('navigation', { name: words.steps }).getByRole('status');
    await expect(said).toBeEmpty();
    const away = new RegExp(`/transactions\\?.*before=${account}\\.22`);
    await page.route(away, (route) => route.fulfill({ status: 503 }));
    for (const press of [() => page.keyboard.press('j'), () => older.click()]) {
      await press();
      await expect(said).toHaveText(words.stepFailed);
      expect(openedSeq(page)).toBe(22);
      await expect(older).toHaveAttribute('aria-disabled', 'false');
    }
    await page.unroute(away);
    await opened.focus();
    for (const to of [15, 8, 1]) await step('j', to);
    await expect(said).toBeEmpty();
    await page.keyboard.press('j');
    await expect(older).toHaveAttribute('aria-disabled', 'true');
    expect(openedSeq(page)).toBe(1);
    expect(asked.map((params) => (params.get('before') ?? params.get('after'))?.split('.')[1]).join()).toBe(
      '9,15,22,22,22,15,8,1',
    );
    for (const params of asked) expect([params.get('limit'), params.get('direction')]).toEqual(['1', 'in']);
  });
});

test('a note that was read before it was written does not take the place of what was written', async ({
  page,
  ownAccount,
}) => {
  await ownAccount(20);
  await page.goto('/transactions');
  const [read, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route('**/note', async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    read.resolve();
    await written.promise;
    await route.fulfill({ response });
  });
  const late = page.waitForResponse(
    (answer) => /note$/.test(answer.url()) && answer.request().method() === 'GET',
  );
  await row(page, 13).getByRole('link').click();
  await read.promise;
  await page.getByLabel(en.note.addTag, { exact: true }).fill('trip');
  await page.keyboard.press('Enter');
  await expect(page.getByText(en.note.saved, { exact: true })).toBeVisible();
  written.resolve();
  await (await late).finished();
  await page.evaluate(() => new Promise<unknown>((idle) => requestIdleCallback(idle)));
  await expect(page.getByRole('list', { name: en.note.tags }).getByRole('listitem')).toHaveText(['trip']);
});

test.describe('two tabs', () => {
  // The bank says no to the one that comes second.
  test.use({ allowedComplaints: /status of 409/ });

  test('of what two tabs write at once tags are brought together, and of two texts one chooses', async ({
    page,
    context,
    ownAccount,
  }) => {
    // Three pages, one after the other.
    test.slow();
    await ownAccount(20);
    await page.goto('/transactions');
    const seq = 13;
    await row(page, seq).getByRole('link').click();
    await expect(heading(page)).toBeVisible();
    const { pathname } = new URL(page.url());
    const other = await context.newPage();
    await other.goto(pathname);

    const addTag = async (where: Page, tag: string) => {
      await where.getByLabel(en.note.addTag, { exact: true }).fill(tag);
      await where.keyboard.press('Enter');
      await expect(where.getByText(en.note.saved, { exact: true })).toBeVisible();
    };
    await addTag(page, 'first tab');
    await addTag(other, 'second tab');
    const tags = other.getByRole('list', { name: en.note.tags }).getByRole('listitem');
    await expect(tags).toHaveText(['first tab', 'second tab']);

    await noteField(other).fill('written in the second tab');
    await noteField(other).blur();
    await expect(other.getByText(en.note.saved, { exact: true })).toBeVisible();
    await noteField(page).fill('written in the first tab');
    await noteField(page).blur();
    await expect(page.getByText(en.note.changed)).toBeVisible();
    await expect(page.getByRole('alert').getByText('written in the second tab')).toBeVisible();
    await page.getByRole('button', { name: en.note.keepMine }).click();
    await expect(page.getByText(en.note.saved, { exact: true })).toBeVisible();
    await other.reload();
    await expect(noteField(other)).toHaveValue('written in the first tab');
    await expect(tags).toHaveText(['first tab', 'second tab']);

    // Without JavaScript it is a form: a tag is taken off, and the text is emptied.
    const plain = await context.browser()?.newContext({
      baseURL: new URL(page.url()).origin,
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    });
    if (!plain) throw new Error('no browser');
    const form = await plain.newPage();
    await form.goto(pathname);
    await form.getByRole('button', { name: 'Remove tag first tab' }).click();
    await expect(form).toHaveURL(new RegExp(`${pathname}$`));
    await noteField(form).fill('');
    await form.getByRole('button', { name: en.note.save, exact: true }).click();
    await form.getByRole('button', { name: 'Remove tag second tab' }).click();
    await expect(form.getByRole('button', { name: /Remove tag/ })).toHaveCount(0);
    await plain.close();
    expect(await (await page.request.get(`/api${apiPath(pathname)}/note`)).json()).toMatchObject({
      text: '',
      tags: [],
    });
  });
});

/** `/transactions/<account>/<seq>` → `/accounts/<account>/transactions/<seq>`. */
const apiPath = (pathname: string): string =>
  pathname.replace(/^\/transactions\/([^/]+)\/(\d+)$/, '/accounts/$1/transactions/$2');

test.describe('a merchant’s category', () => {
  // The last one is refused.
  test.use({ allowedComplaints: /status of 409/ });

  test('a merchant’s category is the customer’s to change: its rows and sums follow, in other tabs too, and it can be undone', async ({
    page,
    ownAccount,
  }) => {
    const account = await ownAccount(30);
    const words = en.detail;
    const list = '/transactions?counterparty=Tesco';
    const otherTab = await page.context().newPage();
    await otherTab.goto(list);
    await page.goto(list);
    await page.locator('[data-seq] a').first().click();
    const detail = page.getByRole('article');
    const choose = async (label: string) => {
      await detail.getByRole('button', { name: words.change, exact: true }).click();
      await detail.getByLabel('Category of Tesco').selectOption({ label });
      await detail.getByRole('button', { name: words.save, exact: true }).click();
    };
    const category = detail
      .getByRole('definition')
      .filter({ has: page.getByRole('button', { name: words.change }) });
    const found = async () => {
      const answer = await page.request.get(`/api/accounts/${account.account}/totals?category=pets`);
      return ((await answer.json()) as { count: number }).count;
    };
    await choose(en.categories.pets);
    await expect(category).toContainText(en.categories.pets);
    expect(await found()).toBe(6);
    await expect(otherTab.locator('[data-seq] .category-pets')).toHaveCount(6);
    // Live rows come as they were booked.
    await account.post({ counterparty: 'Tesco', category: 'groceries' });
    await expect(page.locator('[data-seq] .category-pets')).toHaveCount(7);
    await choose(words.asBooked);
    await expect(category).toContainText(en.categories.groceries);
    // It was loaded anew, and its buttons answer once its scripts are there.
    await untilScripted(page);
    expect(await found()).toBe(0);
    await page.route('**/api/me/categories', (route) =>
      route.fulfill({ status: 409, json: { code: 'conflict' } }),
    );
    await choose(en.categories.pets);
    await expect(detail.getByRole('alert')).toHaveText(words.categoriesFull);
  });
});
