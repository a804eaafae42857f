/** People and their devices for the pictures of the staff's pages, each picture with its own. */
import { createHash, randomBytes } from 'node:crypto';
import { type APIRequestContext, request } from 'playwright';
import { expect } from 'playwright/test';
import type { Role } from '#lib/identity/roles.ts';
import { createUser } from '#lib/identity/users.ts';
import { AGENTS, LONG_PASSWORD, signInAs } from '../e2e/customers.ts';
import type { Look } from './look.ts';

const DEVICES = [
  AGENTS.phone,
  AGENTS.windows,
  'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'curl/8.5.0',
];
const PEOPLE = ['ann', 'ben', 'katharina.schmidt'] as const;
const NAMES: Record<Role, string> = {
  user: 'Erin Example',
  admin: 'Adam Lindqvist',
  supervisor: 'Sofia Marchetti',
  'super-admin': 'Nora Haugen',
};

/** All come from one address, and each address has a limit. */
const throttle = `redisBank:throttle:{${createHash('sha256').update('["source","127.0.0.1"]').digest('base64url')}}`;

/** Signs the page in as somebody new of that role. The names of everybody in the picture begin with what is given. */
export async function asStaff(look: Look, role: Role): Promise<string> {
  const prefix = `l${randomBytes(3).toString('hex')}`;
  const signIn = async (context: APIRequestContext, name: string, agent: string) => {
    await look.redis.del(throttle);
    await signInAs(context, { username: `${prefix}.${name}`, name }, { agent });
  };
  const signInElsewhere = async (name: string, agent: string) => {
    const device = await request.newContext({ baseURL: look.bank.origin });
    await signIn(device, name, agent);
    await device.dispose();
  };
  const person = (name: string, is: Role) =>
    createUser(look.redis, {
      username: `${prefix}.${name}`,
      password: LONG_PASSWORD,
      role: is,
      accounts: [],
      profile: { name: NAMES[is], dateOfBirth: '1971-02-03', email: `${name}@redisbank.example` },
    });
  for (const [at, name] of PEOPLE.entries()) {
    await person(name, 'user');
    for (const agent of DEVICES.slice(at, at + 3)) await signInElsewhere(name, agent);
  }
  await person('ivo', 'admin');
  await signInElsewhere('ivo', AGENTS.windows);
  await person('me', role);
  await signIn(look.context.request, 'me', AGENTS.windows);
  return prefix;
}

export const rowsOf = ({ page }: Look, username: string) => page.locator(`[data-user="${username}"]`);

export const choose = (look: Look, username: string) =>
  rowsOf(look, username).getByRole('checkbox').first().check();

/** Asks to end what is chosen, as far as the count. */
export async function askToEnd({ page }: Look): Promise<void> {
  await page.getByTestId('bulk').getByRole('button').last().click();
  await expect(page.getByTestId('will-end')).toBeVisible();
}

export const confirm = ({ page }: Look) =>
  page.getByRole('dialog').locator('[type="submit"]').first().click();

const question = ({ page, words }: Look) => page.getByRole('dialog', { name: words.session.stepUpTitle });

export async function stepUp(look: Look, password = LONG_PASSWORD): Promise<void> {
  await question(look).getByLabel(look.words.session.password, { exact: true }).fill(password);
  await question(look).getByRole('button', { name: look.words.session.confirm, exact: true }).click();
}

export const expectQuestion = (look: Look) => expect(question(look)).toBeVisible();
