/** What scenes of the list and of single transactions share: its parts by what they are called, and entries booked live. */
import type { APIRequestContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import type { AccountRef } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postEntry } from '#lib/ledger/post.ts';
import type { Redis } from '#lib/redis/client.ts';
import { posting } from '../e2e/accounts.ts';
import type { Look } from './look.ts';

/** The bank's days: pictures name whole months and years of it. */
export const YEAR = new Date().getUTCFullYear();

export const rows = (page: Page) => page.locator('[data-seq]');
export const searchbox = ({ page, words }: Look) =>
  page.getByRole('searchbox', { name: words.transactions.search });
export const alert = (page: Page) => page.getByRole('main').getByRole('alert');
export const dialog = (page: Page) => page.getByRole('dialog');

/** The list of that address, with its sums and its scripts. */
export async function openList({ page }: Look, query = ''): Promise<void> {
  await page.goto(`/transactions${query}`);
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByTestId('totals')).toHaveText(/\d/);
  await expect(page.locator('main summary')).toHaveCount(0);
}

/** Opens the `n`th row of the list, the newest first. */
export async function openRow({ page, words }: Look, n: number): Promise<void> {
  await rows(page).nth(n).getByRole('link').click();
  await expect(page.locator('[data-opened]').getByText(words.detail.balanceAfter)).toBeVisible();
}

export async function openFilter({ page, words }: Look): Promise<void> {
  await page.getByRole('button', { name: words.filters.open }).click();
  await expect(dialog(page)).toBeVisible();
}

export async function openExport({ page, words }: Look): Promise<void> {
  await page.getByRole('button', { name: words.exports.open }).click();
  await expect(dialog(page)).toBeVisible();
}

/** Whatever is asked of the list from now on gets no answer, or none that came through. */
export const answerNothing = (page: Page, how: 'late' | 'never', what = LISTED) =>
  page.route(what, (route) => (how === 'never' ? route.abort() : undefined));
const LISTED = /\/api\/transactions\?/;

export async function writeNote(
  request: APIRequestContext,
  { account }: AccountRef,
  seq: number,
  text: string,
  tags: string[],
): Promise<void> {
  const path = `/api/accounts/${account}/transactions/${seq}/note`;
  expect((await request.put(path, { data: { text, tags } })).status()).toBe(200);
}

export async function book(redis: Redis, ref: AccountRef, n: number, some: Partial<Posting>): Promise<void> {
  // What posts is the bank's own code, which wants its configuration.
  await postEntry(redis, ref, { ...posting(n, Date.now()), ...some });
}

/** The network goes once the page is live; it says so, and from when what it shows is. */
export async function loseConnection({ page, context, words }: Look, open: () => Promise<unknown>) {
  const live = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/events');
  await open();
  await live;
  await context.setOffline(true);
  await expect(page.getByText(words.frame.offline.split('{')[0] ?? '')).toBeVisible();
}

export async function hideAmounts({ context }: Look): Promise<void> {
  const answer = await context.request.patch('/api/me/preferences', { data: { hideAmounts: true } });
  expect(answer.ok()).toBe(true);
}

export const inGerman = <Text>({ language }: Look, german: Text, english: Text): Text =>
  language === 'de' ? german : english;
