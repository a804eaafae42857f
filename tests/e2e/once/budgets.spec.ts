import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright/test';
import { expect, test } from '../fixtures.ts';

const KB = 1024;
const MAX_LOGIN = 165 * KB;
const MAX_SIGNED_IN = 220 * KB;
/** V8 compiles what is larger on another thread, as far as it is told to: see scripts/build.mjs. */
const COMPILED_ASIDE = 31 * KB;
/** Charts and whatever else a page fetches once it stands. */
const SETTLED_MS = 2000;

/** Bytes of JavaScript, each file gzipped, that a first visit of the page costs. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    sizes.push(
      response.body().then((body) => {
        if (body.byteLength > COMPILED_ASIDE)
          expect(body.toString()).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
        return gzipSync(body).byteLength;
      }),
    );
  });
  await page.goto(path);
  await page.waitForTimeout(SETTLED_MS);
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: 'javascript', description: `${path} ${(total / KB).toFixed(1)} KB` });
  return total;
}

test('the sign-in sends at most 165 KB of JavaScript', async ({ page }) => {
  const total = await scriptBytes(page, '/login');
  expect(total).toBeGreaterThan(10 * KB);
  expect(total).toBeLessThanOrEqual(MAX_LOGIN);
});

for (const path of ['/overview', '/transactions', '/security']) {
  test(`${path} sends at most 220 KB of JavaScript`, async ({ page, signIn }) => {
    await signIn('alice');
    const total = await scriptBytes(page, path);
    expect(total).toBeGreaterThan(10 * KB);
    expect(total).toBeLessThanOrEqual(MAX_SIGNED_IN);
  });
}

test('/staff sends at most 220 KB of JavaScript', async ({ page, signIn }) => {
  await signIn('adam');
  const total = await scriptBytes(page, '/staff');
  expect(total).toBeGreaterThan(10 * KB);
  expect(total).toBeLessThanOrEqual(MAX_SIGNED_IN);
});

test('charts are loaded on the overview, and not on pages that have none', async ({ context, signIn }) => {
  await signIn('alice');
  const loaded = async (path: string, shown: string) => {
    const fresh = await context.newPage();
    const sources: Promise<string>[] = [];
    fresh.on('response', (response) => {
      if (response.request().resourceType() === 'script') sources.push(response.text());
    });
    await fresh.goto(path);
    await fresh.locator(shown).first().waitFor();
    await fresh.waitForTimeout(1500);
    const all = (await Promise.all(sources)).join('\n');
    await fresh.close();
    return all;
  };
  expect(await loaded('/overview', 'canvas')).toMatch(/\$chartjs/);
  expect(await loaded('/transactions', '[data-seq]')).not.toMatch(/\$chartjs/);
  expect(await loaded('/security', 'h2')).not.toMatch(/\$chartjs/);
});
