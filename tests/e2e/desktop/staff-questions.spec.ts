import { randomBytes } from 'node:crypto';
import type { APIRequestContext } from 'playwright/test';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { AGENTS, sessionOf } from '../customers.ts';
import { en, expect } from '../fixtures.ts';
import { DATE_OF_BIRTH, EMAIL_HOST, REFUSALS, rowOf, rows, test } from '../staff.ts';

const words = en.staff;

test.use({ allowedComplaints: REFUSALS });

/** As many live sessions again as that, by copying the one there is: signing in so often would take minutes. */
async function multiply(redis: Redis, request: APIRequestContext, times: number): Promise<void> {
  const { user, sid } = await sessionOf(request);
  const key = keys.session(user as never, sid as never);
  const document = (await redis.json.get(key)) as Record<string, unknown>;
  const endsAt = Number(await redis.pExpireTime(key));
  for (let copy = 1; copy <= times; copy += 1) {
    const other = randomBytes(16).toString('base64url');
    const at = keys.session(user as never, other as never);
    await redis.json.set(at, '$', { ...document, createdAt: Number(document.createdAt) - copy });
    await redis.pExpireAt(at, endsAt);
  }
}

test('words narrow the list while they are typed, and the address holds the question', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const [ann, ben] = [await person('ann'), await person('ben')];
  await elsewhere(ann, AGENTS.phone);
  await elsewhere(ann, AGENTS.windows);
  await elsewhere(ben, AGENTS.phone);
  await consoleAs('super-admin');
  await page.getByRole('searchbox').fill(`${prefix} chrome`);
  await page.getByRole('searchbox').press('Enter');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`q=${prefix}`));
  // Ann's phone, Ben's, and whoever looks.
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByTestId('found')).toHaveAttribute('data-total', '3');
  await page.getByTestId('facet-kind').getByRole('link', { name: /Phone/ }).click();
  await expect(page).toHaveURL(/kind=phone/);
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('searchbox')).toHaveValue(`${prefix} chrome`);
  await page.goBack();
  await expect(rows(page)).toHaveCount(3);
  await rowOf(page, ben).getByRole('link').click();
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`username=${ben.username}`));
});

test('what is typed before the page’s scripts are there is searched for with them', async ({
  page,
  prefix,
  consoleAs,
}) => {
  await consoleAs('super-admin');
  const arrived = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', async (route) => {
    await arrived.promise;
    await route.continue();
  });
  await page.goto('/staff', { waitUntil: 'commit' });
  await page.getByRole('searchbox').fill(`${prefix}.nobody`);
  arrived.resolve();
  await expect(page).toHaveURL(new RegExp(`q=${prefix}`));
  await expect(page.getByRole('searchbox')).toHaveValue(`${prefix}.nobody`);
  await expect(rows(page)).toHaveCount(0);
});

test('filters are chips that one adds and takes off, and a choice asks at once', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  await elsewhere(ann, AGENTS.phone);
  await elsewhere(ann, AGENTS.windows);
  await consoleAs('super-admin', { q: prefix, role: 'user' });
  await expect(rows(page)).toHaveCount(2);
  // No field stands open.
  await expect(page.getByRole('combobox').filter({ visible: true })).toHaveCount(0);
  const bar = page.getByRole('search');
  await bar.getByText(words.addFilter).click();
  await bar.locator('summary').getByText(words.kind, { exact: true }).click();
  await page.getByLabel(words.kind, { exact: true }).selectOption('phone');
  await expect(page).toHaveURL(/kind=phone/);
  await expect(rows(page)).toHaveCount(1);
  await expect(bar.getByText(words.addFilter)).toBeFocused();
  await bar.getByRole('link', { name: `${words.kind}: ${words.kinds.phone}` }).click();
  await expect(page).toHaveURL(/role=user$/);
  await expect(rows(page)).toHaveCount(2);
  // By the keyboard alone: a name, which asks when it is whole.
  await bar.getByText(words.addFilter).press('Enter');
  await bar.locator('summary').getByText(words.username, { exact: true }).press('Escape');
  await expect(bar.getByText(words.addFilter)).toBeFocused();
  await bar.getByText(words.addFilter).press('Enter');
  await bar.locator('summary').getByText(words.username, { exact: true }).press('Enter');
  await expect(page.getByLabel(words.username)).toBeFocused();
  await page.getByLabel(words.username).fill(`${prefix}.nobody`);
  await page.getByLabel(words.username).press('Enter');
  await expect(page).toHaveURL(/username=/);
  await expect(rows(page)).toHaveCount(0);
  await expect(page.getByText(words.wholeHint)).toBeVisible();
  await page.getByRole('link', { name: words.clear }).click();
  await expect(page).toHaveURL(/\/staff$/);
});

test('what is no such filter is not asked: its field keeps it and says what it takes', async ({
  page,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  await elsewhere(ann);
  await consoleAs('super-admin', { username: ann.username });
  await expect(rows(page)).toHaveCount(1);
  const bar = page.getByRole('search');
  await bar.getByText(words.addFilter).click();
  await bar.locator('summary').getByText(words.address, { exact: true }).click();
  const field = page.getByLabel(words.address);
  await field.fill('10.0/8');
  await field.press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(words.addressFormat);
  await field.fill('10.0/16');
  await expect(bar.getByRole('alert')).toHaveCount(0);
  await page.getByTestId('found').click();
  await expect(bar.getByRole('alert')).toHaveText(words.addressFormat);
  await expect(field).toHaveValue('10.0/16');
  await expect(page).toHaveURL(/\/staff\?username=[^&]*$/);

  // From an address, it is said, and nothing that it leaves is offered to end.
  await expect(page.getByRole('button', { name: words.endFound })).toBeVisible();
  await page.goto(`/staff?username=${ann.username}&address=10.0/8`);
  await expect(page.getByText(words.notUnderstood)).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: words.endFound })).toHaveCount(0);
  await bar.getByRole('link', { name: `${words.address}: 10.0/8` }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('searchbox').fill('q');
  await expect(page.getByText(words.twoLetters)).toBeVisible();
});

test('the counts by role and device stand once, as lists that narrow', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  await elsewhere(ann, AGENTS.phone);
  await elsewhere(ann, AGENTS.phone);
  await consoleAs('super-admin', { q: prefix });
  await expect(page.getByTestId('facet-role').getByRole('link')).toHaveCount(2);
  await expect(page.getByTestId('facet-role')).toContainText(/Customer\s*2/);
  await expect(page.getByTestId('facet-kind')).toContainText(/Phone\s*2/);
  await expect(page.locator('canvas')).toHaveCount(0);
});

test('what begins and ends appears within three looks, marked, and nothing moves under the pointer', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const [ann, ben, cleo] = [await person('ann'), await person('ben'), await person('cleo')];
  const first = await elsewhere(ann);
  await consoleAs('super-admin', { q: prefix, role: 'user' });
  await expect(rows(page)).toHaveCount(1);
  await elsewhere(ben);
  const looks: Promise<string>[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === '/api/staff/sessions') looks.push(response.text());
  });
  await expect(rowOf(page, ben)).toHaveAttribute('data-state', 'new');
  // One may have been on its way, and the search index may be behind the next.
  const answers = (await Promise.all(looks)).slice(0, 3);
  expect(answers.some((answer) => answer.includes(ben.username))).toBe(true);
  await expect(page.getByTestId('found')).toHaveAttribute('data-total', '2');
  await expect(page.getByTestId('facet-kind')).toContainText(/Computer\s*2/);

  await rowOf(page, ann).hover();
  const place = await rowOf(page, ann).boundingBox();
  await elsewhere(cleo);
  await first.post('/api/auth/logout');
  await expect(rowOf(page, ann)).toHaveAttribute('data-state', 'over');
  await expect(page.getByTestId('waiting')).toBeVisible();
  await expect(rowOf(page, cleo)).toHaveCount(0);
  await expect(rowOf(page, ann).getByRole('checkbox')).toHaveCount(0);
  expect(await rowOf(page, ann).boundingBox()).toEqual(place);
  await page.getByRole('searchbox').hover();
  await expect(rowOf(page, cleo)).toHaveAttribute('data-state', 'new');
  await expect(page.getByTestId('waiting')).toHaveCount(0);
});

test('older sessions are a page away, none twice and none left out', async ({
  page,
  prefix,
  redis,
  person,
  elsewhere,
  consoleAs,
}) => {
  await multiply(redis, await elsewhere(await person('ann')), 59);
  await consoleAs('super-admin', { q: prefix, role: 'user' });
  await expect(page.getByTestId('found')).toHaveAttribute('data-total', '60');
  const sids = () => rows(page).evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.sid));
  await expect(rows(page)).toHaveCount(50);
  const first = await sids();
  await page.getByRole('link', { name: words.next }).click();
  await expect(rows(page)).toHaveCount(10);
  expect(new Set([...first, ...(await sids())]).size).toBe(60);
  await page.getByRole('link', { name: words.first }).click();
  await expect(rows(page)).toHaveCount(50);
});

test('neither date of birth nor email nor balance is anywhere in the page', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  await elsewhere(await person('ann'));
  await consoleAs('super-admin', { q: prefix });
  await expect(rows(page)).toHaveCount(2);
  const html = await (await page.request.get(page.url())).text();
  for (const secret of [DATE_OF_BIRTH, EMAIL_HOST, 'balance"', 'balanceMinor', 'tokenDigest']) {
    expect(html).not.toContain(secret);
  }
});

test.describe('before JavaScript arrives', () => {
  test.use({ javaScriptEnabled: false });

  test('the form asks, and the counts lead on', async ({ page, prefix, person, elsewhere, consoleAs }) => {
    const ann = await person('ann');
    await elsewhere(ann, AGENTS.phone);
    await elsewhere(ann, AGENTS.windows);
    await consoleAs('super-admin');
    await page.getByRole('searchbox').fill(`${prefix}.ann`);
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(rows(page)).toHaveCount(2);
    await page.getByTestId('facet-kind').getByRole('link', { name: /Phone/ }).click();
    await expect(rows(page)).toHaveCount(1);
  });
});
