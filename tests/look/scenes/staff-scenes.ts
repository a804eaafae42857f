/** The console: questions to live sessions, and what is done about the answer. */
import { expect } from 'playwright/test';
import type { Role } from '#lib/identity/roles.ts';
import type { Look, Scene, Scenes } from '../look.ts';
import { askToEnd, asStaff, choose, confirm, expectQuestion, rowsOf, stepUp } from '../staff-world.ts';

/** The console of a role with a question about the people of the picture, as `then` leaves it. */
const asked = (
  role: Role,
  queryOf: (prefix: string) => string,
  then: (look: Look, prefix: string) => Promise<unknown> = async () => undefined,
  shot: 'page' | 'screen' = 'screen',
): Scene => ({
  async bring(look) {
    const prefix = await asStaff(look, role);
    await look.page.goto(`/staff${queryOf(prefix)}`);
    await expect(look.page.getByTestId('found')).toBeVisible();
    await then(look, prefix);
    return shot;
  },
});
const theirs = (prefix: string) => `?q=${prefix}`;

export const scenes: Scenes = {
  console: asked('super-admin', theirs, undefined, 'page'),
  'console-admin': asked('admin', theirs),
  'console-supervisor': asked('supervisor', theirs),
  'console-too-many': asked('supervisor', theirs, async (look, prefix) => {
    await choose(look, `${prefix}.ann`);
    await choose(look, `${prefix}.ben`);
  }),
  'console-question': asked(
    'super-admin',
    (prefix) => `?q=${prefix}&role=user&kind=phone&since=${Date.now() - 3_600_000}`,
    undefined,
    'page',
  ),
  'console-none': asked('super-admin', () => '?q=zzzqqq'),
  'console-chosen': asked('super-admin', theirs, async (look, prefix) => {
    await choose(look, `${prefix}.ann`);
    await choose(look, `${prefix}.katharina.schmidt`);
  }),
  'console-confirm': asked('super-admin', theirs, async (look, prefix) => {
    await choose(look, `${prefix}.katharina.schmidt`);
    await askToEnd(look);
  }),
  'console-step-up': asked('super-admin', theirs, async (look, prefix) => {
    await choose(look, `${prefix}.ann`);
    await askToEnd(look);
    await confirm(look);
    await expectQuestion(look);
    await stepUp(look, 'seven loud herons');
    await expect(look.page.getByTestId('step-up-error')).toHaveText(/\w/);
  }),
  'console-ended': asked('super-admin', theirs, async (look, prefix) => {
    await choose(look, `${prefix}.ann`);
    await askToEnd(look);
    await confirm(look);
    await stepUp(look);
    await expect(look.page.getByTestId('ended')).toBeVisible();
  }),
  'console-one': asked(
    'supervisor',
    (prefix) => `?username=${prefix}.ann`,
    async (look, prefix) => {
      await rowsOf(look, `${prefix}.ann`).first().getByRole('button').click();
      await expect(look.page.getByTestId('will-end')).toBeVisible();
    },
  ),
  'console-changed': asked('super-admin', theirs, async (look) => {
    await look.page.route('**/revoke', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        json: { title: 'Conflict', status: 409, code: 'conflict' },
      }),
    );
    await look.page.getByRole('button', { name: look.words.staff.endFound }).click();
    await expect(look.page.getByTestId('will-end')).toBeVisible();
    await confirm(look);
    await expect(look.page.getByTestId('count-changed')).toBeVisible();
  }),
  'console-failed': asked('super-admin', theirs, async (look) => {
    await look.page.route('**/revoke', (route) => route.abort());
    await look.page.getByRole('button', { name: look.words.staff.endFound }).click();
    await expect(look.page.getByTestId('will-end')).toBeVisible();
    await confirm(look);
    await expect(look.page.getByRole('dialog').getByRole('alert')).toBeVisible();
  }),
  'console-everyone': asked('super-admin', theirs, async (look) => {
    await look.page.getByRole('button', { name: look.words.staff.endEveryone }).click();
    await expect(look.page.getByTestId('will-end')).toBeVisible();
  }),
};
