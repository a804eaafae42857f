import type { APIRequestContext } from 'playwright/test';
import { fill } from '#app/_words/catalogue.ts';
import { AGENTS, sessionOf, setTimes } from '../customers.ts';
import { en, expect } from '../fixtures.ts';
import { bulk, confirm, ending, lives, REFUSALS, rowOf, rows, stepUp, test, willEnd } from '../staff.ts';

const words = en.staff;
const common = en.session;
const MINUTE_MS = 60_000;

test.use({ allowedComplaints: REFUSALS });

test('several sessions of one person end together, after names, count and password, and no other’s', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const [ann, ben] = [await person('ann'), await person('ben')];
  const [phone, computer] = [await elsewhere(ann, AGENTS.phone), await elsewhere(ann)];
  const other = await elsewhere(ben);
  await consoleAs('supervisor', { q: prefix });
  await expect(rows(page)).toHaveCount(3);
  for (const box of await rowOf(page, ann).getByRole('checkbox').all()) await box.check();
  await bulk(page).getByRole('button', { name: 'End these 2 sessions' }).click();
  await expect(willEnd(page)).toHaveAttribute('data-count', '2');
  await expect(ending(page)).toContainText(fill(words.titleOne, { count: 2, name: ann.username }));
  await expect(page.getByTestId('chosen-sessions').getByRole('listitem')).toHaveText([
    /Firefox on Windows · .* · /,
    /Chrome on Android · .* · /,
  ]);
  const late = await elsewhere(ann);
  await confirm(page);
  await stepUp(page);
  await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '2');
  await page.getByRole('button', { name: words.close }).click();
  await expect(rowOf(page, ann)).toHaveCount(1);
  await expect(bulk(page)).toBeHidden();
  expect(await Promise.all([phone, computer].map(lives))).toEqual([false, false]);
  // Ben was not meant, and Ann's newest came after the count.
  expect(await Promise.all([other, late].map(lives))).toEqual([true, true]);
});

test('one tick is one session: the others of its person go on', async ({
  page,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  const [phone, computer] = [await elsewhere(ann, AGENTS.phone), await elsewhere(ann, AGENTS.windows)];
  await consoleAs('supervisor', { username: ann.username });
  await rows(page).filter({ hasText: 'Chrome on Android' }).getByRole('checkbox').check();
  await bulk(page).getByRole('button', { name: words.endChosen.one }).click();
  await expect(willEnd(page)).toHaveAttribute('data-count', '1');
  await expect(page.getByTestId('chosen-sessions')).toContainText('Chrome on Android');
  await confirm(page);
  await stepUp(page);
  await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '1');
  expect(await Promise.all([phone, computer].map(lives))).toEqual([false, true]);
});

test('one single session ends from its row, and the others of its user go on', async ({
  page,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  const [phone, computer] = [await elsewhere(ann, AGENTS.phone), await elsewhere(ann, AGENTS.windows)];
  await consoleAs('supervisor', { username: ann.username });
  await expect(rows(page)).toHaveCount(2);
  const row = rows(page).filter({ hasText: 'Chrome on Android' });
  await row.getByRole('button', { name: /^End this session of .*Chrome on Android/ }).click();
  await expect(willEnd(page)).toHaveAttribute('data-count', '1');
  await expect(ending(page)).toContainText('Chrome on Android');
  await confirm(page);
  await stepUp(page);
  await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '1');
  await expect(page.getByRole('button', { name: words.close })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: words.list })).toBeFocused();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole('region', { name: words.list })).toBeFocused();
  await expect(rows(page)).toContainText('Firefox on Windows');
  expect(await Promise.all([phone, computer].map(lives))).toEqual([false, true]);
});

test('when more match than were counted, nothing ends and the new count is asked about', async ({
  page,
  redis,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  const [one, two, active] = [await elsewhere(ann), await elsewhere(ann), await elsewhere(ann)];
  const idle = async (request: APIRequestContext) =>
    setTimes(redis, await sessionOf(request), { lastActiveAt: Date.now() - 20 * MINUTE_MS });
  await idle(one);
  await idle(active);
  await consoleAs('supervisor', { username: ann.username, idleFor: String(5 * MINUTE_MS) });
  await expect(rows(page)).toHaveCount(2);
  // One that does something leaves the question, and lives.
  await setTimes(redis, await sessionOf(active), { lastActiveAt: Date.now() });
  const unmatched = page.locator('[data-state="unmatched"]');
  await expect(unmatched).toBeVisible();
  await unmatched.getByRole('checkbox').check();
  await unmatched.getByRole('checkbox').uncheck();
  await page.getByRole('button', { name: words.endFound }).click();
  await expect(willEnd(page)).toHaveAttribute('data-count', '1');
  await idle(two);
  await confirm(page);
  await stepUp(page);
  await expect(page.getByTestId('count-changed')).toBeVisible();
  await expect(willEnd(page)).toHaveAttribute('data-count', '2');
  expect(await Promise.all([one, two].map(lives))).toEqual([true, true]);
  await confirm(page);
  await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '2');
  expect(await Promise.all([one, two].map(lives))).toEqual([false, false]);
});

test('a super-admin ends several people’s at once, staff among them', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const [ann, ivo] = [await person('ann'), await person('ivo', 'admin')];
  const sessions = [await elsewhere(ann), await elsewhere(ivo)];
  const nora = await consoleAs('super-admin', { q: prefix });
  await expect(rows(page)).toHaveCount(3);
  await expect(rowOf(page, nora).getByRole('checkbox')).toHaveCount(0);
  await page.getByLabel(words.chooseAll).check();
  await expect(bulk(page)).toContainText('2');
  await bulk(page).getByRole('button', { name: 'End these 2 sessions' }).click();
  await expect(willEnd(page)).toHaveAttribute('data-count', '2');
  for (const { username } of [ann, ivo]) {
    await expect(page.getByTestId('chosen-sessions')).toContainText(username);
  }
  await confirm(page);
  await stepUp(page);
  await expect(page.getByTestId('ended')).toHaveAttribute('data-revoked', '2');
  expect(await Promise.all(sessions.map(lives))).toEqual([false, false]);
});

test('closing the password’s dialog ends nothing, and the count can still be confirmed', async ({
  page,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  const session = await elsewhere(ann);
  await consoleAs('supervisor', { username: ann.username });
  await page.getByRole('button', { name: words.endFound }).click();
  await expect(ending(page)).toContainText(fill(words.titleFoundOf, { name: ann.username }));
  await confirm(page);
  await page
    .getByRole('dialog', { name: common.stepUpTitle })
    .getByRole('button', { name: common.cancel })
    .click();
  await expect(willEnd(page)).toBeVisible();
  expect(await lives(session)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(ending(page)).toBeHidden();
  await expect(page.getByRole('button', { name: words.endFound })).toBeFocused();
});

test('everyone’s sessions end by a typed confirmation alone', async ({ page, consoleAs }) => {
  await consoleAs('super-admin');
  const asked: unknown[] = [];
  // Other tests' people are signed in to the same bank: what is sent is seen, and nobody is signed out.
  await page.route('**/api/staff/sessions/revoke', (route) => {
    asked.push(route.request().postDataJSON());
    return route.fulfill({ json: { revoked: 7, alreadyGone: 1, left: 0 } });
  });
  await page.getByRole('button', { name: words.endEveryone }).click();
  await expect(willEnd(page)).toBeVisible();
  const count = Number(await willEnd(page).getAttribute('data-count'));
  await expect(ending(page).getByRole('button', { name: /^End \d+ session/ })).toBeDisabled();
  await page.getByLabel(fill(words.everyoneType, { phrase: words.everyonePhrase })).fill('end every');
  await page.keyboard.press('Enter');
  expect(asked).toEqual([]);
  await page
    .getByLabel(fill(words.everyoneType, { phrase: words.everyonePhrase }))
    .fill(words.everyonePhrase);
  await confirm(page);
  await expect(page.getByTestId('ended')).toHaveText('7 sessions ended. 1 had already ended.');
  expect(asked).toEqual([
    { filter: {}, asOf: expect.any(Number), expectedCount: count, seal: expect.any(String) },
  ]);
});

test('a member of staff whose session ends is at the sign-in, and the console is gone', async ({
  page,
  context,
  consoleAs,
}) => {
  const line = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/events');
  await consoleAs('admin');
  await expect(page.getByTestId('found')).toBeVisible();
  await line;
  await context.request.post('/api/auth/logout');
  await expect(page).toHaveURL(/\/login/);
});
