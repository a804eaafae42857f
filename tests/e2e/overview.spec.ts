import { categoryName } from '#app/_words/category-name.ts';
import { settling } from '#tests/setup/settled.ts';
import { test } from './accounts.ts';
import { openLive } from './devices.ts';
import { balanceOn, en, expect, requestsOf } from './fixtures.ts';

const words = en.overview;

test('balance, chart, spenders and latest move on a posting, and nothing is asked for', async ({
  page,
  ownAccount,
}) => {
  const { post } = await ownAccount(60);
  const settled = settling(page);
  await openLive(page, '/overview');
  // Charts arrive after the page; what follows is about the time after.
  await settled();
  const before = await balanceOn(page);
  const requests = requestsOf(page);
  const drawings = page.locator('canvas');
  // Chart.js keeps this on the canvas for as long as one instance lives, and takes it off with its end.
  type Drawn = HTMLCanvasElement & { $chartjs?: { before?: string } };
  const marked = () =>
    drawings.evaluateAll((found) =>
      (found as Drawn[]).map(({ $chartjs }) => {
        if ($chartjs) $chartjs.before = 'yes';
        return $chartjs?.before;
      }),
    );
  await expect.poll(marked).toEqual(['yes']);

  await post({ amountMinor: -1234 });
  await expect(page.getByTestId('latest').locator('[data-seq="61"]')).toBeVisible();
  expect(await balanceOn(page)).toBe(before - 1234);
  await expect(page.getByTestId('latest').getByRole('listitem')).toHaveCount(5);
  expect(requests).toEqual([]);
  // The same instance takes the posting.
  const kept = await drawings.evaluateAll((found) => (found as Drawn[]).map((one) => one.$chartjs?.before));
  expect(kept).toEqual(['yes']);
});

test('a pending purchase lowers what is available alone, and is booked in its row', async ({
  page,
  ownAccount,
}) => {
  const { authorize } = await ownAccount(60);
  await openLive(page, '/overview');
  const before = await balanceOn(page);
  const rows = page.getByTestId('latest').getByRole('listitem');
  const post = await authorize({ counterparty: 'Trattoria', amountMinor: -40_00 });
  await expect(rows.first()).toContainText('Trattoria');
  await expect(rows.first()).toContainText(en.frame.pending);
  expect(await balanceOn(page)).toBe(before - 40_00);
  await expect(page.getByTestId('booked')).toHaveText(/^Booked/);
  await expect(rows).toHaveCount(5);

  await post(-44_00);
  await expect(rows.first()).not.toContainText(en.frame.pending);
  await expect(rows.first()).toContainText('44.00');
  expect(await balanceOn(page)).toBe(before - 44_00);
  await expect(page.getByTestId('booked')).toBeEmpty();
  await expect(rows).toHaveCount(5);
});

test('every range of the chart can be chosen, and the sentence and the table follow', async ({
  page,
  signIn,
}) => {
  await signIn('bob');
  await openLive(page, '/overview');
  const figure = page.getByRole('figure').first();
  for (const label of Object.values(words.rangeLabel)) {
    const answered = page.waitForResponse((response) => response.url().includes('/balance?range='));
    await page.getByRole('radio', { name: label }).check({ force: true });
    const answer = await answered;
    expect(answer.status()).toBe(200);
    const { points } = (await answer.json()) as { points: unknown[] };
    expect(points.length).toBeGreaterThan(0);
    expect(points.length).toBeLessThanOrEqual(500);
    await expect(page.getByRole('radio', { name: label })).toBeChecked();
  }
  await expect(figure).toContainText(/Low .*, high /);
  await page.getByText(words.showTable).first().click();
  const rows = page.getByRole('table', { name: words.chart }).getByRole('row');
  await expect.poll(() => rows.count()).toBeGreaterThan(50);
});

test('the categories are those most was spent on, greatest first, and each opens its transactions', async ({
  page,
  signIn,
}) => {
  await signIn('bob');
  await openLive(page, '/overview');
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByLabel(words.spendersPeriod).selectOption('all');
  const card = page.getByRole('region', { name: words.spenders });
  const accounts = (await (await page.request.get('/api/accounts')).json()) as { items: { id: string }[] };
  const answer = await page.request.get(`/api/accounts/${accounts.items[0]?.id}/categories?period=all`);
  type Sums = { category: string; merchants: { name: string }[] };
  const { items } = (await answer.json()) as { items: Sums[] };
  const merchant = items[0]?.merchants[0]?.name ?? '?';
  const buttons = card.getByTestId('ranked').getByRole('button');
  await expect(buttons).toHaveCount(6);
  // By its name, since the month's categories stand there until the answer comes.
  await buttons.filter({ hasText: categoryName(items[0]?.category ?? '?', en.categories) }).click();
  const link = card.getByTestId('merchants').getByRole('link').first();
  await expect(link).toContainText(merchant);
  await expect(link).not.toHaveAttribute('href', /[?&]from=/);
  const texts = await buttons.allInnerTexts();
  const amounts = texts
    .slice(0, 5)
    .map((text) => Number(/([\d,]+\.\d\d)/.exec(text)?.[1]?.replace(/,/g, '')));
  expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));

  await link.click();
  await expect(page).toHaveURL(/\/transactions\?/);
  await expect(page.getByText(merchant).first()).toBeVisible();
});
