import { signInAs } from '../customers.ts';
import { en, expect } from '../fixtures.ts';
import { bulk, choose, REFUSALS, rows, test } from '../staff.ts';

const words = en.staff;

test.use({ allowedComplaints: REFUSALS });

test.describe('what a role may not do is not offered, and the reason is said', () => {
  test('an admin looks on', async ({ page, prefix, person, elsewhere, consoleAs }) => {
    await elsewhere(await person('ann'));
    await elsewhere(await person('ivo', 'supervisor'));
    await consoleAs('admin', { q: prefix });
    // Customers alone, and no staff.
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByTestId('reason')).toHaveText(words.mayLook);
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^End/ })).toHaveCount(0);
  });

  test('a supervisor cannot choose two customers to end, nor all that match', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    await elsewhere(ann);
    await elsewhere(ben);
    await consoleAs('supervisor', { q: prefix });
    await expect(page.getByTestId('reason')).toHaveText(words.mayOne);
    await expect(page.getByRole('button', { name: /^End (?!this)/ })).toHaveCount(0);
    await choose(page, ann);
    await choose(page, ben);
    await expect(bulk(page)).toContainText(words.tooMany);
    await expect(bulk(page).getByRole('button', { name: /^End (?!this)/ })).toHaveCount(0);
    await bulk(page).getByRole('button', { name: words.unchoose }).click();
    await expect(bulk(page)).toBeHidden();
  });

  test('a customer is led to their own pages', async ({ page, context, person }) => {
    await signInAs(context.request, await person('ann'));
    await page.goto('/staff');
    await expect(page).toHaveURL('/overview');
  });
});
