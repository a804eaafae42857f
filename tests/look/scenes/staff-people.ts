/** The staff's people and their roles, and the audit log. */
import { expect } from 'playwright/test';
import type { Role } from '#lib/identity/roles.ts';
import type { Look, Scene, Scenes } from '../look.ts';
import { askToEnd, asStaff, choose, confirm, rowsOf, stepUp } from '../staff-world.ts';

const page = (
  role: Role,
  pathOf: (prefix: string) => string,
  then: (look: Look, prefix: string) => Promise<unknown> = async () => undefined,
): Scene => ({
  async bring(look) {
    const prefix = await asStaff(look, role);
    await look.page.goto(pathOf(prefix));
    await then(look, prefix);
    return 'screen';
  },
});
const people = (prefix: string) => `/staff/people?q=${prefix}`;

export const scenes: Scenes = {
  people: page('super-admin', people),
  'people-admin': page('admin', people),
  'people-none': page('super-admin', () => '/staff/people?q=zzzqqq'),
  'people-role': page('super-admin', people, async (look, prefix) => {
    await rowsOf(look, `${prefix}.katharina.schmidt`).getByRole('combobox').selectOption('supervisor');
    await expect(look.page.getByRole('button', { name: look.words.staff.persons.change })).toBeVisible();
  }),
  'people-role-given': page('super-admin', people, async (look, prefix) => {
    await rowsOf(look, `${prefix}.katharina.schmidt`).getByRole('combobox').selectOption('supervisor');
    await look.page.getByRole('button', { name: look.words.staff.persons.change }).click();
    await stepUp(look);
    await expect(look.page.getByTestId('role-changed')).toBeVisible();
  }),
  trail: page(
    'super-admin',
    (prefix) => `/staff?q=${prefix}`,
    async (look, prefix) => {
      await choose(look, `${prefix}.ann`);
      await askToEnd(look);
      await confirm(look);
      await stepUp(look);
      await expect(look.page.getByTestId('ended')).toBeVisible();
      await look.page.goto('/staff/audit');
      await expect(look.page.locator('[data-act]').first()).toBeVisible();
    },
  ),
  'trail-question': page(
    'super-admin',
    (prefix) => `/staff/audit?username=${prefix}.katharina.schmidt&act=signed_in&outcome=done`,
  ),
  'trail-none': page('super-admin', () => '/staff/audit?username=zzzqqq'),
  'trail-admin': page('admin', () => '/staff/audit'),
};
