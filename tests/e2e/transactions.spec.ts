import type { Page } from 'playwright/test';
import { fill } from '#app/_words/catalogue.ts';
import { endPending } from '#lib/ledger/authorize.ts';
import { pendingOf, test } from './accounts.ts';
import { en, expect, expectUnbroken, seqsOn } from './fixtures.ts';

const words = en.transactions;
const searchbox = (page: Page) => page.getByRole('searchbox', { name: words.search });
const rows = (page: Page) => page.locator('[data-seq]');

test('results follow each word typed, and the query is in the address', async ({ page, signIn }) => {
  await signIn('bob');
  await page.goto('/transactions');
  await searchbox(page).fill('gro');
  await searchbox(page).pressSequentially('c');
  await expect(page).toHaveURL(/[?&]q=groc(&|$)/);
  // The list from before may begin with a match, so that all of them are waited for.
  const others = rows(page).filter({ hasNotText: /groc/i });
  await expect(others).toHaveCount(0);
  await expect.poll(() => rows(page).count()).toBeGreaterThan(10);

  await page.reload();
  await expect(searchbox(page)).toHaveValue('groc');
  await expect(rows(page).first()).toContainText(/groc/i);
});

test('older transactions arrive as one scrolls, each once and in order', async ({ page, signIn }) => {
  await signIn('bob');
  const { items } = (await (await page.request.get('/api/accounts')).json()) as { items: { id: string }[] };
  await page.goto(`/transactions?account=${items[0]?.id}`);
  const newest = Number(await rows(page).first().getAttribute('data-seq'));
  const lowest = async () => Number(await rows(page).last().getAttribute('data-seq'));
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 3000);
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      return newest - (await lowest());
    })
    .toBeGreaterThan(90);
  await expectUnbroken(page);
});

test('a transaction has an address of its own, and Back brings the same list', async ({ page, signIn }) => {
  await signIn('bob');
  await page.goto('/transactions?q=groc');
  const seq = await rows(page).first().getAttribute('data-seq');
  // Another may have been posted on top of it meanwhile.
  await page.locator(`[data-seq="${seq}"]`).getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/transactions/a_[A-Za-z0-9_-]{10}/${seq}`));
  await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/q=groc/);
  await expect(searchbox(page)).toHaveValue('groc');
  await expect(rows(page).first()).toBeVisible();
});

test('a posting that matches appears on top, marked, without being asked for, and one that does not stays out', async ({
  page,
  ownAccount,
}) => {
  const { post } = await ownAccount(20);
  await page.goto('/transactions?q=pharmacy');
  await expect(page.getByText(/No transactions match/)).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => {
    // The sums by category, which a wide screen has beside the list, follow the rows by a request.
    const { pathname } = new URL(request.url());
    if (/\/transactions(?!\/categories)/.test(pathname)) asked.push(request.url());
  });
  // In this order: what came before the one that is shown was heard, too.
  for (const counterparty of ['Bakery', 'Pharmacy One', 'Bakery', 'Pharmacy One']) {
    await post({ counterparty, amountMinor: -1234 });
  }
  await expect.poll(() => seqsOn(page)).toEqual([24, 22]);
  await expect(page.getByText('2 found', { exact: true })).toBeVisible();
  for (const seq of [24, 22]) {
    await expect(page.locator(`[data-seq="${seq}"]`).getByRole('link')).toHaveClass(/\barriving\b/);
  }
  expect(asked).toEqual([]);
});

test('what a posting pushes down glides there: nothing that is read jumps', async ({ page, ownAccount }) => {
  const { post, authorize } = await ownAccount(40);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/transactions');
  await expect(rows(page).first()).toBeVisible();
  await page.evaluate(() => {
    const kept = globalThis as unknown as { jumps: string[] };
    kept.jumps = [];
    type Shift = PerformanceEntry & { sources: { node: Node | null }[] };
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries() as Shift[]) {
        kept.jumps.push(
          ...sources.map(
            ({ node }) => (node as Element | null)?.outerHTML?.slice(0, 120) ?? node?.textContent ?? '?',
          ),
        );
      }
    }).observe({ type: 'layout-shift' });
  });
  const settled = () =>
    page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  // The first begins a day, the second is one more of it.
  for (const seq of [41, 42]) {
    await post({ counterparty: 'Bakery', amountMinor: -1234 });
    await expect.poll(async () => (await seqsOn(page))[0]).toBe(seq);
    await settled();
  }
  // One comes above the day, and goes into it.
  const postPending = await authorize({ counterparty: 'Trattoria' });
  await expect(page.getByTestId('pending')).toBeVisible();
  await settled();
  await postPending();
  await expect.poll(async () => (await seqsOn(page))[0]).toBe(43);
  await settled();
  expect(await page.evaluate(() => (globalThis as unknown as { jumps: string[] }).jumps)).toEqual([]);
});

test('what is pending stands above the days alone, and what is opened is read on as its entry once it is booked', async ({
  page,
  ownAccount,
}) => {
  const { authorize } = await ownAccount(20);
  await page.goto('/transactions');
  await expect(rows(page).first()).toBeVisible();
  const post = await authorize({ counterparty: 'Trattoria', amountMinor: -40_00 });
  const pending = page.getByTestId('pending');
  await expect(pending).toContainText(words.pendingMeans.out);
  await expect(pending).toContainText('Trattoria');
  await expect(page.getByTestId('totals')).toContainText('and 1 pending, 40.00');
  await expect(rows(page).filter({ hasText: 'Trattoria' })).toHaveCount(0);

  await page.goto('/transactions?status=booked');
  await expect(rows(page).first()).toBeVisible();
  await expect(pending).toHaveCount(0);
  await page.goto('/transactions?status=pending');
  await expect(pending.getByRole('link')).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await page.goto('/transactions');
  await pending.getByRole('link').click();
  await expect(page).toHaveURL(/\/pending\//);
  const [article, address] = [page.getByRole('article'), page.url()];
  await expect(article.getByText(words.pendingMeans.out)).toBeVisible();
  await expect(article.getByText(en.detail.reference)).toHaveCount(0);
  await page.reload();
  await expect(article).toContainText('Trattoria');

  await post(-43_20);
  await expect(page).toHaveURL(/\/transactions\/a_[\w-]{10}\/21$/);
  await expect(article.getByText(fill(en.detail.adjusted.tip, { more: '3.20' }))).toBeVisible();
  await expect(article.getByText(en.detail.reference)).toBeVisible();
  await page.goto(address);
  await expect(page).toHaveURL(/\/transactions\/a_[\w-]{10}\/21$/);
  await page.goto('/transactions');
  await expect(rows(page).first()).toContainText('Includes a tip of 3.20');
  await expect(pending).toHaveCount(0);
});

test('what is cancelled leaves, its reader learns why, and what is declined is said and never listed', async ({
  page,
  redis,
  ownAccount,
}) => {
  const { user, account, authorize } = await ownAccount(20);
  const id = 'e2e-cancelled';
  await authorize({ id, counterparty: 'Trattoria' });
  await page.goto('/transactions');
  const pending = page.getByTestId('pending');
  await pending.getByRole('link').click();
  const article = page.getByRole('article');
  await expect(article.getByText(words.pendingMeans.out)).toBeVisible();
  const at = Date.now();
  await endPending(redis, { user, account }, pendingOf(at, { id }), { at, kind: 'voided' });
  await expect(article.getByText(en.detail.ended.voided)).toBeVisible();
  await page.goBack();
  await expect(pending).toHaveCount(0);

  await authorize({ counterparty: 'Jeweller', amountMinor: -900_000_00 });
  await expect(
    page.getByText(fill(words.declined, { name: 'Jeweller', amount: '900,000.00' })),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /Jeweller/ })).toHaveCount(0);
});
