import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { weighPage } from '#tests/setup/page-weight.ts';
import { settling } from '#tests/setup/settled.ts';
import { test } from '../accounts.ts';
import { en, expect } from '../fixtures.ts';

/** V8 compiles what is larger on another thread, as far as it is told to: see scripts/build.mjs. */
const COMPILED_ASIDE = 31 * 1024;
/** By default somebody with a year of entries, of whom no test changes anything. */
const AS: Record<string, string> = { '/staff': 'adam', '/login': '', '/offline': '' };

/** A page, and at most how many kB of HTML, of flight and of compressed script. */
const [, TABLE = ''] = readFileSync('docs/measured.md', 'utf8').split('## What a page may weigh');
const BUDGETS = [
  ...(TABLE.split('\n## ')[0] ?? '').matchAll(/^\| `(\/\w+)` \| (\d+) \| (\d+) \| (\d+) \|/gm),
].map(([, path = '', ...budget]) => [path, budget.map(Number)] as const);

test('there is a budget for each kind of page', () => {
  expect(BUDGETS.map(([path]) => path)).toEqual([
    '/login',
    '/offline',
    '/overview',
    '/transactions',
    '/pay',
    '/security',
    '/settings',
    '/staff',
  ]);
});

for (const [path, budget] of BUDGETS) {
  test(`${path} keeps to its budget of HTML, flight and script`, async ({ page, signIn, ownAccount }) => {
    const as = AS[path] ?? 'bob';
    // Its rows are sessions and what was done in them: those of one sign-in.
    if (path === '/security') await ownAccount(1);
    else if (as) await signIn(as);
    // The console without the sessions that other tests left.
    const asked = path === '/staff' ? `${path}?q=zzzqqq` : path;
    const { html, flight, scriptGzip, scripts } = await weighPage(page, asked);
    const weight = [html, flight, scriptGzip].map((bytes) => Math.ceil(bytes / 1000));
    test.info().annotations.push({ type: 'kB of HTML, flight and script', description: `${path} ${weight}` });
    for (const [at, most] of budget.entries()) {
      expect(weight[at]).toBeGreaterThan(1);
      expect(weight[at]).toBeLessThanOrEqual(most);
    }
    for (const script of scripts.filter(({ byteLength }) => byteLength > COMPILED_ASIDE))
      expect(script.toString()).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
  });
}

test('what formats numbers and dates is at hand before the scripts of a page begin', async ({
  page,
  signIn,
}) => {
  await signIn('alice');
  await page.addInitScript(() => {
    const made: Record<string, string> = {};
    Object.assign(window, { made });
    for (const name of ['NumberFormat', 'DateTimeFormat'] as const) {
      Reflect.set(
        Intl,
        name,
        new Proxy(Intl[name], {
          construct(real, given) {
            made[name] ??= 'next' in window ? 'late' : 'early';
            return Reflect.construct(real, given);
          },
        }),
      );
    }
  });
  await page.goto('/overview');
  expect(await page.evaluate('made')).toEqual({ NumberFormat: 'early', DateTimeFormat: 'early' });
});

test('charts are loaded on the overview, and not on pages that have none', async ({ context, signIn }) => {
  await signIn('alice');
  const loaded = async (path: string, shown: string) => {
    const fresh = await context.newPage();
    const settled = settling(fresh);
    const sources: Promise<string>[] = [];
    fresh.on('response', (response) => {
      if (response.request().resourceType() === 'script') sources.push(response.text());
    });
    await fresh.goto(path);
    await fresh.locator(shown).first().waitFor();
    await settled();
    const all = (await Promise.all(sources)).join('\n');
    await fresh.close();
    return all;
  };
  expect(await loaded('/overview', 'canvas')).toMatch(/\$chartjs/);
  expect(await loaded('/transactions', '[data-seq]')).not.toMatch(/\$chartjs/);
  expect(await loaded('/security', 'h2')).not.toMatch(/\$chartjs/);
});

/**
 * What `act` has the page ask the bank for until it has settled: what comes from a cache costs nothing, and the live stream
 * is always one.
 */
async function askedFor(
  page: Page,
  settled: () => Promise<void>,
  act: () => Promise<unknown>,
): Promise<string[]> {
  const client = await page.context().newCDPSession(page);
  const asked = new Map<string, string>();
  const cached = new Set<string>();
  client.on('Network.responseReceived', ({ requestId, type, response }) => {
    const { pathname } = new URL(response.url);
    if (!response.fromDiskCache && pathname !== '/api/events') asked.set(requestId, `${type} ${pathname}`);
  });
  client.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId));
  await client.send('Network.enable');
  await act();
  await settled();
  await client.detach();
  return [...asked].flatMap(([id, what]) => (cached.has(id) ? [] : [what]));
}

test('a reload asks for the document alone, and going to another page for that page alone', async ({
  page,
  ownAccount,
}) => {
  // Nobody else signs in as this customer, of which the pages would hear.
  await ownAccount(20);
  const pages = ['overview', 'transactions', 'security'] as const;
  const link = (name: (typeof pages)[number]) =>
    page.getByRole('navigation', { name: en.frame.nav }).getByRole('link', { name: en.frame[name] });
  const settled = settling(page);
  await page.goto('/security');
  // Each page's own scripts come with the first visit.
  for (const name of pages) {
    await link(name).click();
    await page.waitForURL(`**/${name}`);
    await settled();
  }
  for (const name of pages) {
    const asked = await askedFor(page, settled, async () => {
      await link(name).click();
      await page.waitForURL(`**/${name}`);
    });
    expect(asked).toEqual([`Fetch /${name}`]);
    expect(await askedFor(page, settled, () => page.reload())).toEqual([`Document /${name}`]);
  }
});
