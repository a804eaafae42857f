import type { Page, Route } from 'playwright/test';
import { fill } from '#app/_words/catalogue.ts';
import { test } from '../accounts.ts';
import { en, expect, seqsOn } from '../fixtures.ts';

const { transactions: words, filters, exports } = en;
const searchbox = (page: Page) => page.getByRole('searchbox', { name: words.search });
const filterButton = (page: Page) => page.getByRole('button', { name: /^Filter/ });
const sheet = (page: Page) => page.getByRole('dialog', { name: filters.title });
const chips = (page: Page) => page.getByRole('list', { name: words.filters });
const API = /\/api\/transactions\?/;

/** Everything that matches, as the bank answers it. */
async function answered(page: Page, account: string, params: Record<string, string>): Promise<number[]> {
  const query = new URLSearchParams({ ...params, limit: '50' });
  const answer = await page.request.get(`/api/accounts/${account}/transactions?${query}`);
  return ((await answer.json()) as { items: { seq: number }[] }).items.map(({ seq }) => seq);
}

/** The first row that is wholly seen, and where it stands. */
const originOf = (page: Page) =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-seq]')];
    const row = rows.find((one) => one.getBoundingClientRect().top > 200);
    return {
      seq: row?.dataset.seq,
      top: Math.round(row?.getBoundingClientRect().top ?? 0),
      y: window.scrollY,
    };
  });

test('filters are set in a sheet by touch, counted before they are applied, and in the address', async ({
  page,
  ownAccount,
}) => {
  const { account, post } = await ownAccount(200);
  // Of this year, even on its first day.
  for (let n = 0; n < 2; n++) await post({ counterparty: 'Tesco', amountMinor: 5_00, type: 'refund' });
  await page.goto('/transactions?q=tesco');
  await filterButton(page).tap();
  await expect(sheet(page)).toBeVisible();
  await sheet(page).getByText(filters.directions.in, { exact: true }).tap();
  await sheet(page).getByRole('button', { name: words.presets.thisYear }).tap();
  await sheet(page).getByLabel(filters.max).fill('1,000');
  const year = new Date().getUTCFullYear();
  const asked = { q: 'tesco', from: `${year}-01-01`, to: `${year}-12-31`, max: '1000.00', direction: 'in' };
  const seqs = await answered(page, account, asked);
  expect(seqs.length).toBeGreaterThan(1);
  await sheet(page)
    .getByRole('button', { name: `Show ${seqs.length} transactions` })
    .tap();

  await expect(sheet(page)).toBeHidden();
  await expect.poll(() => seqsOn(page)).toEqual(seqs);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual(asked);
  await page.reload();
  expect(await seqsOn(page)).toEqual(seqs);
  await expect(chips(page).getByRole('link')).toHaveText([/20\d\d/, /Money in/, /At most/, words.clearAll]);

  await chips(page)
    .getByRole('link', { name: /Money in/ })
    .tap();
  await expect(page).not.toHaveURL(/direction/);
  await chips(page).getByRole('link', { name: words.clearAll }).tap();
  await expect(page).toHaveURL('/transactions');
  await expect(searchbox(page)).toHaveValue('');

  // A swipe down puts the sheet away, and so does a tap beside it; what was not applied is not.
  await filterButton(page).tap();
  const grip = await sheet(page).getByRole('heading').boundingBox();
  const touch = await page.context().newCDPSession(page);
  await touch.send('Input.synthesizeScrollGesture', {
    ...{ x: (grip?.x ?? 0) + 10, y: (grip?.y ?? 0) + 10, yDistance: 160, speed: 800 },
    ...{ gestureSourceType: 'touch', preventFling: true },
  });
  await expect(sheet(page)).toBeHidden();
  await filterButton(page).tap();
  await expect(sheet(page)).toBeVisible();
  await page.touchscreen.tap(180, 5);
  await expect(sheet(page)).toBeHidden();
});

test('the sheet keeps the focus, tells what is wrong at its field, and gives the focus back', async ({
  page,
  ownAccount,
}) => {
  await ownAccount(60);
  await page.goto('/transactions');
  await filterButton(page).press('Enter');
  await expect(sheet(page)).toBeVisible();
  const [least, most] = [sheet(page).getByLabel(filters.min), sheet(page).getByLabel(filters.max)];
  await least.focus();
  await page.keyboard.type('12,x');
  await page.keyboard.press('Tab');
  await page.keyboard.type('100');
  await page.keyboard.press('Enter');
  await expect(sheet(page)).toBeVisible();
  await expect(least).toBeFocused();
  await expect(least).toHaveAttribute('aria-invalid', 'true');
  await expect(least).toHaveAccessibleDescription(filters.faults.amount);
  await expect(most).toHaveValue('100');

  const within = () => page.evaluate(() => document.activeElement?.closest('dialog') !== null);
  for (let tab = 0; tab < 25; tab++) {
    await page.keyboard.press('Tab');
    // From its end the focus goes round by the browser itself.
    expect((await within()) || (await page.evaluate(() => document.activeElement === document.body))).toBe(
      true,
    );
  }
  await least.fill('12,5');
  await expect(least).not.toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toBeHidden();
  await expect(filterButton(page)).toBeFocused();
  await expect(page).toHaveURL('/transactions');
});

test('before any script the filter is a plain form', async ({ browser, context, baseURL, ownAccount }) => {
  const { account } = await ownAccount(200);
  const plain = await browser.newContext({
    ...{ baseURL, javaScriptEnabled: false, storageState: await context.storageState() },
    viewport: { width: 360, height: 800 },
  });
  const page = await plain.newPage();
  await page.goto('/transactions?q=tesco');
  await page.locator('summary').click();
  await page.getByLabel(filters.min).fill('50');
  await page.getByText(filters.directions.out, { exact: true }).click();
  await page.getByRole('button', { name: filters.show }).click();
  await expect(page).toHaveURL(/q=tesco.*min=50/);
  const seqs = await answered(page, account, { q: 'tesco', min: '50', direction: 'out' });
  expect(seqs.length).toBeGreaterThan(3);
  await expect.poll(() => seqsOn(page)).toEqual(seqs.slice(0, 30));
  await plain.close();
});

test('three thousand transactions are fewer than sixty rows, asked for once each, and Back finds the place', async ({
  page,
  ownAccount,
}) => {
  test.setTimeout(120_000);
  await ownAccount(3000);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (API.test(request.url())) asked.push(request.url());
  });
  await page.goto('/transactions');
  await expect(filterButton(page)).toBeVisible();
  const maxRows = await page.evaluate(async () => {
    let most = 0;
    const drawn = () => [...document.querySelectorAll<HTMLElement>('[data-seq]')];
    while (drawn().at(-1)?.dataset.seq !== '1') {
      window.scrollTo(0, document.documentElement.scrollHeight);
      await new Promise(requestAnimationFrame);
      most = Math.max(most, drawn().length);
    }
    return most;
  });
  expect(maxRows).toBeLessThan(60);
  expect(asked.length).toBeLessThanOrEqual(60);
  expect(new Set(asked).size).toBe(asked.length);
  for (const url of asked) expect(Number(new URL(url).searchParams.get('limit'))).toBeLessThanOrEqual(50);

  // Up and down in leaps and in small steps: rows are there in each frame, where they belong, and nothing is asked.
  const before = asked.length;
  const faults = await page.evaluate(async () => {
    const told: string[] = [];
    const frame = () => new Promise(requestAnimationFrame);
    const height = document.documentElement.scrollHeight;
    for (const share of [0.1, 0.9, 0.3, 0.55, 0, 0.999, 0.5]) {
      window.scrollTo(0, share * height);
      await frame();
      await frame();
      const rows = document.querySelectorAll('[data-seq]').length;
      if (rows < 8 || rows >= 60) told.push(`${rows} rows at ${share}`);
    }
    const middle = () => document.elementFromPoint(180, 400)?.closest<HTMLElement>('[data-seq]');
    for (let step = 0; step < 60; step++) {
      const row = middle();
      const top = row?.getBoundingClientRect().top ?? 0;
      window.scrollBy(0, -40);
      await frame();
      if (row && Math.abs(row.getBoundingClientRect().top - top - 40) > 1)
        told.push(`a jump at step ${step}`);
    }
    if (document.documentElement.scrollHeight !== height) told.push('another height');
    return told;
  });
  expect(faults).toEqual([]);
  expect(asked.length).toBe(before);

  const left = await originOf(page);
  await page.locator(`[data-seq="${left.seq}"]`).getByRole('link').tap();
  await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
  await page.goBack();
  await expect(page.locator(`[data-seq="${left.seq}"]`).getByRole('link')).toBeFocused();
  await expect.poll(() => originOf(page)).toEqual(left);
  expect(asked.length).toBe(before);
});

test('a reload finds the place, too', async ({ page, ownAccount }) => {
  await ownAccount(200);
  await page.goto('/transactions?q=te');
  const end = () => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect
    .poll(async () => {
      await end();
      return page.getByText(words.end).isVisible();
    })
    .toBe(true);
  await page.evaluate(() => window.scrollBy(0, -300));
  const left = await originOf(page);
  await page.reload();
  await expect.poll(() => originOf(page)).toEqual(left);
});

/** Numbers that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

test('typed, deleted and typed anew while answers are late at random, the list ends at what the box says', async ({
  page,
  ownAccount,
}) => {
  const { account } = await ownAccount(300);
  const random = seeded(20_261_125);
  await page.goto('/transactions');
  await page.route(API, async (route: Route) => {
    await new Promise((resolve) => setTimeout(resolve, random() * 600));
    // The page may have given it up meanwhile.
    await route.continue().catch(() => {});
  });
  const ends = async (text: string) => {
    await expect(searchbox(page)).toHaveValue(text);
    const seqs = await answered(page, account, text ? { q: text } : {});
    expect(seqs.length).toBeGreaterThan(20);
    // The list draws what the screen shows and some more.
    await expect
      .poll(async () => {
        const shown = await seqsOn(page);
        return shown.length >= 10 && shown.every((seq, at) => seq === seqs[at]);
      })
      .toBe(true);
  };
  const type = async (text: string) => {
    for (const letter of text) await page.keyboard.press(letter, { delay: random() * 60 });
  };
  const erase = async (letters: number) => {
    for (let at = 0; at < letters; at++) await page.keyboard.press('Backspace', { delay: random() * 30 });
  };
  await searchbox(page).focus();
  await type('insurnce');
  await ends('insurnce');
  await expect(page.getByText(fill(words.similar, { query: 'insurnce' }))).toBeVisible();
  await expect(page.locator('mark').first()).toHaveText('insurance');
  await erase(8);
  await type('groc');
  await erase(2);
  await type('tesco');
  await erase(7);
  await type('insurnce');
  await erase(3);
  await type('ance');
  await ends('insurance');
  await expect(page.getByText(words.similar.split('{')[0] ?? '')).toBeHidden();
  await erase(9);
  await ends('');
});

test('a transaction that comes while the sum of its day is asked for is in that sum, once', async ({
  page,
  ownAccount,
}) => {
  const { post } = await ownAccount(20);
  for (let count = 0; count < 60; count++) await post({ counterparty: 'Pharmacy', amountMinor: -100 });
  await page.goto('/transactions');
  const ofDay = /\/api\/transactions\/totals\?.*from=/;
  let asked = 0;
  const { promise: isBooked, resolve: goOn } = Promise.withResolvers<void>();
  await page.route(ofDay, async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    const response = await route.fetch();
    await isBooked;
    // The page may have given it up meanwhile.
    await route.fulfill({ response }).catch(() => {});
  });
  await searchbox(page).fill('pharmacy');
  await expect.poll(() => asked).toBe(1);
  await post({ counterparty: 'Pharmacy', amountMinor: -100 });
  await expect.poll(async () => (await seqsOn(page))[0]).toBe(81);
  goOn();
  await expect(page.locator('section[aria-labelledby^="day-"]').first()).toContainText(/−61\.00/);
});

test.describe('a file', () => {
  test.use({ allowedComplaints: /ERR_FAILED/ });

  test('what is listed is saved as a file with its name, and what fails on the way is told and done again', async ({
    page,
    ownAccount,
  }) => {
    await ownAccount(1200);
    await page.goto('/transactions?q=insurance');
    let fail = true;
    await page.route(/\/export\?/, (route) => (fail ? route.abort() : route.continue()));
    await page.getByRole('button', { name: exports.open }).tap();
    const dialog = page.getByRole('dialog', { name: exports.title });
    await expect(dialog.getByText('All 240 transactions, as listed')).toBeVisible();
    await dialog.getByRole('link', { name: exports.csv }).tap();
    await expect(dialog.getByRole('alert')).toContainText(exports.failed);
    fail = false;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: exports.retry }).tap(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^current-account-7890-to-\d{4}-\d\d-\d\d\.csv$/);
    await expect(dialog.getByText(`Saved as ${download.suggestedFilename()}.`)).toBeVisible();
    let text = '';
    for await (const piece of await download.createReadStream()) text += piece;
    expect(text.trimEnd().split('\r\n')).toHaveLength(241);

    await dialog.getByRole('link', { name: exports.print }).tap();
    await expect(page.getByRole('heading', { name: en.statement.title })).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(241);
    await expect(page.getByRole('navigation').first()).toBeHidden();
  });

  test('a statement is of this month, until another or all of them are asked for, and Back leads to the list as it was', async ({
    page,
    ownAccount,
  }) => {
    await ownAccount(40);
    await page.goto('/transactions/statement');
    await page.getByText(en.statement.months).tap();
    const months = page.getByRole('navigation', { name: en.statement.months });
    await expect(months.getByRole('link').first()).toHaveAttribute('aria-current', 'page');
    await months.getByRole('link', { name: en.statement.wholeTime }).tap();
    await expect(months.getByRole('link').last()).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(41);
    await page.getByRole('link', { name: en.statement.back }).tap();
    await expect(page).toHaveURL(/\/transactions$/);
  });
});
