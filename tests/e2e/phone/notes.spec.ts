/** Notes and tags, written with a thumb. */
import { fill } from '#app/_words/catalogue.ts';
import { en, expect, seqsOn, signInContext, signOutContext, test } from '../fixtures.ts';

test.beforeEach(async ({ signIn }) => signIn('alice'));

test('a note and a tag written on the phone are found by search on another device', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('/transactions');
  const seq = (await seqsOn(page))[4] ?? 0;
  await page.locator(`[data-seq="${seq}"] a`).tap();
  const mark = crypto.randomUUID().replace(/\d|-/g, '').slice(0, 8).padEnd(8, 'q');
  await page.getByLabel(en.note.text, { exact: true }).fill(`For the ${mark} party`);
  await page.getByLabel(en.note.addTag, { exact: true }).fill(`x${mark}`);
  await page.getByRole('button', { name: en.note.add, exact: true }).tap();
  await expect(page.getByText(en.note.saved, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Remove tag x${mark}` }).tap();
  await expect(
    page.getByText(`${fill(en.note.removed, { tag: `x${mark}` })} ${en.note.saved}`),
  ).toBeVisible();
  const said = await page.getByRole('button', { name: en.note.undo }).evaluate(async (undo: HTMLElement) => {
    const line = undo.parentElement;
    undo.click();
    // Drawn, and no timer has run.
    await Promise.resolve();
    return line?.textContent;
  });
  expect(said).toBe(en.note.saving);
  await expect(page.getByRole('button', { name: `Remove tag x${mark}` })).toBeVisible();
  await expect(page.getByText(en.note.saved, { exact: true })).toBeVisible();

  const desk = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'en-GB' });
  await signInContext(desk, 'alice');
  const other = await desk.newPage();
  await other.goto('/transactions');
  for (const text of [mark, `x${mark}`]) {
    await other.getByRole('searchbox').fill(text);
    await expect(other.locator('[data-seq]')).toHaveCount(1);
    await expect(other.locator(`[data-seq="${seq}"]`)).toContainText(`#x${mark}`);
  }
  await expect(other.locator('mark')).toHaveText(`x${mark}`);
  await signOutContext(desk);
  await desk.close();
  const { pathname } = new URL(page.url());
  const note = `/api${pathname.replace(/^\/transactions\/([^/]+)\//, '/accounts/$1/transactions/')}/note`;
  expect((await page.request.put(note, { data: { text: '', tags: [] } })).status()).toBe(200);
});
