/** A transaction on a phone, with a thumb. */
import { en, expect, test } from '../fixtures.ts';

test.beforeEach(async ({ signIn }) => signIn('alice'));

test('a thumb steps through the list, comes back to the row it ended at, and sees the counterparty’s others', async ({
  page,
}) => {
  // Without today, so that nothing that is posted meanwhile moves the rows.
  const query = `?to=${new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10)}&direction=out`;
  await page.goto(`/transactions${query}`);
  const first = page.locator('[data-seq] a').first();
  const account = (await first.getAttribute('href'))?.split('/')[2];
  // Asked for, since a list draws no more rows than are seen.
  const answer = await page.request.get(`/api/accounts/${account}/transactions${query}&limit=20`);
  const seqs = ((await answer.json()) as { items: { seq: number }[] }).items.map(({ seq }) => seq);
  await first.tap();
  // Two taps before anything is drawn are two steps.
  const older = page.getByRole('button', { name: en.detail.older, exact: true });
  await older.evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect(page).toHaveURL((url) => url.pathname.endsWith(`/${seqs[2]}`));
  for (let at = 3; at <= 12; at++) {
    await older.tap();
    await expect(page).toHaveURL((url) => url.pathname.endsWith(`/${seqs[at]}`) && url.search === query);
  }
  await page.getByRole('button', { name: en.detail.newer, exact: true }).tap();
  await expect(page).toHaveURL((url) => url.pathname.endsWith(`/${seqs[11]}`));
  await page.goBack();
  const last = page.locator(`[data-seq="${seqs[11]}"] a`);
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();

  await last.tap();
  const name = await page.getByRole('article').getByRole('heading', { level: 2 }).textContent();
  const counterparty = name?.replace(`${en.detail.title}: `, '') ?? '';
  const sum = page.getByText(/^(Only this one|[\d,]+ in all, )/);
  await expect(sum).toBeVisible();
  const told = Number((await sum.textContent())?.replace(/ in all.*|,/g, '')) || 1;
  await page.getByRole('link', { name: `All transactions with ${counterparty}` }).tap();
  await expect(page).toHaveURL(/\/transactions\?counterparty=/);
  const found = page.getByText(/^[\d,]+ found$/);
  // One or two may have been posted meanwhile.
  await expect
    .poll(async () =>
      [0, 1, 2].includes(Number((await found.textContent())?.replace(/ found|,/g, '')) - told),
    )
    .toBe(true);
  for (const text of await page.locator('[data-seq]').allTextContents()) expect(text).toContain(counterparty);
});
