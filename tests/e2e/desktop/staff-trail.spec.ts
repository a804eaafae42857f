import { AGENTS } from '../customers.ts';
import { en, expect } from '../fixtures.ts';
import { confirm, lives, REFUSALS, rowOf, stepUp, test } from '../staff.ts';

const words = en.staff;

test.use({ allowedComplaints: REFUSALS });

test.describe('the audit log', () => {
  test('says who ended whose sessions, when and from where; a question narrows it', async ({
    page,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const ann = await person('ann');
    await elsewhere(ann, AGENTS.phone);
    const sofia = await consoleAs('supervisor', { username: ann.username });
    await page.getByRole('button', { name: words.endFound }).click();
    await confirm(page);
    await stepUp(page);
    await expect(page.getByTestId('ended')).toBeVisible();
    await page.goto(`/staff/audit?username=${ann.username}`);
    const ended = page.locator('[data-act="session_ended"]');
    await expect(ended).toHaveCount(1);
    await expect(ended).toContainText(sofia.username);
    await expect(ended).toContainText('Reason: ended by staff');
    await expect(page.locator('[data-act]')).toHaveCount(2);
    await page.getByLabel(words.audit.act).selectOption('signed_in');
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page).toHaveURL(/act=signed_in/);
    await expect(page.locator('[data-act]')).toHaveCount(1);
    await expect(page.locator('[data-act]')).toContainText('Chrome on Android');
  });

  test('of all is a super-admin’s to read; others name a customer', async ({ page, person, consoleAs }) => {
    const ivo = await person('ivo', 'supervisor');
    await consoleAs('admin');
    await page.getByRole('link', { name: words.auditLog, exact: true }).click();
    await expect(page).toHaveURL('/staff/audit');
    await expect(page.getByTestId('reason')).toHaveText(words.audit.needsName);
    await page.getByLabel(words.audit.whose).fill(ivo.username);
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '0');
  });
});

test.describe('people', () => {
  test('a super-admin gives a role after the password, and that person’s sessions end', async ({
    page,
    prefix,
    person,
    elsewhere,
    consoleAs,
  }) => {
    const ann = await person('ann');
    const session = await elsewhere(ann);
    const nora = await consoleAs('super-admin');
    await page.goto(`/staff/people?q=${prefix}`);
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '2');
    await expect(rowOf(page, nora).getByRole('combobox')).toHaveCount(0);
    const role = rowOf(page, ann).getByRole('combobox');
    await role.selectOption('admin');
    await page.getByRole('button', { name: words.persons.change }).click();
    await stepUp(page);
    await expect(page.getByTestId('role-changed')).toContainText('1 session ended');
    await expect(page.getByRole('button', { name: words.close })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(role).toHaveValue('admin');
    expect(await lives(session)).toBe(false);
  });

  test('an admin finds customers alone, and changes no role', async ({ page, prefix, person, consoleAs }) => {
    await person('ann');
    await consoleAs('admin');
    await page.goto('/staff/people');
    await page.getByRole('searchbox').fill(prefix);
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByTestId('found')).toHaveAttribute('data-total', '1');
    await expect(page.getByTestId('reason')).toHaveText(words.persons.mayNot);
    await expect(page.getByRole('combobox')).toHaveCount(0);
    await page.getByRole('link', { name: new RegExp(`Audit log of ${prefix}`) }).click();
    await expect(page).toHaveURL(/\/staff\/audit\?username=/);
  });
});
