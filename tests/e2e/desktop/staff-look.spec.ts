import { expectCleanInBoth } from '../clean.ts';
import { AGENTS } from '../customers.ts';
import { en, expect } from '../fixtures.ts';
import { bulk, choose, REFUSALS, rowOf, test, willEnd } from '../staff.ts';

const words = en.staff;

test.use({ allowedComplaints: REFUSALS });
// Axe reads each state of the page as a whole, twice.
test.beforeEach(() => test.slow());

test('the console is clean, with chosen sessions, the question and no match', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  await elsewhere(ann, AGENTS.phone);
  await consoleAs('super-admin', { q: prefix, role: 'user' });
  await choose(page, ann);
  await expectCleanInBoth(page);
  await bulk(page).getByRole('button', { name: words.endChosen.one }).click();
  await expect(willEnd(page)).toBeVisible();
  await expectCleanInBoth(page);
  await page.keyboard.press('Escape');
  await page.goto('/staff?q=zzzqqq');
  await expect(page.getByText(words.none, { exact: true })).toBeVisible();
  await expectCleanInBoth(page);
});

test('people are clean, with a new role chosen, and so is the trail', async ({
  page,
  prefix,
  person,
  elsewhere,
  consoleAs,
}) => {
  const ann = await person('ann');
  await elsewhere(ann, AGENTS.phone);
  await consoleAs('super-admin');
  await page.goto(`/staff/people?q=${prefix}`);
  await expect(rowOf(page, ann)).toBeVisible();
  await expectCleanInBoth(page);
  await rowOf(page, ann).getByRole('combobox').selectOption('admin');
  await expect(page.getByRole('button', { name: words.persons.change })).toBeVisible();
  await expectCleanInBoth(page);
  await page.goto(`/staff/audit?username=${ann.username}`);
  await expect(page.locator('[data-act]')).toHaveCount(1);
  await expectCleanInBoth(page);
});
