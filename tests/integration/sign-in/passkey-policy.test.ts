import { expect, it, vi } from 'vitest';
import { until } from '#tests/setup/until.ts';
import { adminRedis, withRedis } from '../sessions/session-helpers.ts';

// Read before anything that asks for the configuration.
vi.stubEnv('BANK_PROFILE', 'production');
vi.stubEnv('AUDIT_SECRETS', '1:test-secret-test-secret-test-secret-01');

withRedis();

const { passkeyRule } = await import('#lib/identity/passkey-policy.ts');
const { requireSession } = await import('#lib/sign-in/require-session.ts');
const { stepUp } = await import('#lib/sign-in/step-up.ts');
const { requireRight } = await import('#lib/staff/permissions.ts');
const { changePassword } = await import('#lib/sign-in/change-password.ts');
const { login } = await import('#lib/sign-in/login.ts');
const { readAuditLog } = await import('#lib/audit/read-log.ts');
const { addTo, confirmed, signInBy, stepUpBy } = await import('./passkey-helpers.ts');
const { bearerOf, headersOf, newPerson, PASSWORD, refusal, signIn } = await import('./sign-in-helpers.ts');

const rights = async (headers: Headers) =>
  requireRight(await requireSession(headers, { ask: 'redis' }), 'sees');

it('staff have no rights before they sign in by passkey, and then their password opens nothing', async () => {
  expect([passkeyRule('user'), passkeyRule('admin')]).toEqual(['offered', 'required']);
  const person = await newPerson({ role: 'supervisor' });
  const first = await confirmed(person);
  expect(await refusal(rights(first.headers))).toBe('passkey_required');
  const other = await bearerOf(person);

  const authenticator = await addTo(first);
  expect(await refusal(signIn(person))).toBe('passkey_required');
  expect(await refusal(signIn(person, 'not the password'))).toBe('wrong_credentials');
  expect(await refusal(stepUp(other.headers, PASSWORD))).toBe('passkey_required');
  // Sessions that began by password live on for their own pages, and have no rights, whatever is confirmed in them.
  const stepped = await stepUpBy(authenticator, other.headers);
  const alive = [first.headers, headersOf({ authorization: `Bearer ${stepped.token}` })];
  for (const began of alive) {
    expect((await requireSession(began, { ask: 'redis' })).document.user).toBe(person.user);
    expect(await refusal(rights(began))).toBe('passkey_required');
  }
  const { token } = await signInBy(authenticator);
  expect(await refusal(rights(headersOf({ authorization: `Bearer ${token}` })))).toBe('none');
});

it('staff change their password after a step-up by passkey, and not by the password alone', async () => {
  const person = await newPerson({ role: 'admin' });
  const authenticator = await addTo(await confirmed(person));
  const { token } = await signInBy(authenticator);
  const before = headersOf({ authorization: `Bearer ${token}` });
  const next = 'another horse, another battery';
  const change = (headers: Headers, current = PASSWORD) =>
    changePassword(headers, { current, next, endOthers: false });
  expect(await refusal(change(before))).toBe('step_up_required');
  const after = headersOf({ authorization: `Bearer ${(await stepUpBy(authenticator, before)).token}` });
  expect(await refusal(change(after, 'not the password'))).toBe('wrong_credentials');
  expect(await refusal(change(after))).toBe('none');
  expect(await refusal(signIn(person, next))).toBe('passkey_required');
});

it('a right password of staff in a stranger’s hands is recorded beside wrong ones, and uses up tries', async () => {
  const person = await newPerson({ role: 'admin' });
  await addTo(await confirmed(person));
  const refusals = async () =>
    (await readAuditLog(adminRedis(), person.user, { limit: 20 })).items
      .filter(({ act }) => act === 'sign_in_refused')
      .map(({ detail }) => detail?.reason);
  // All from one place.
  const headers = headersOf();
  const tried = (password: string) =>
    refusal(login({ username: person.username, password, remember: false, transport: 'bearer', headers }));
  expect(await tried('not the password')).toBe('wrong_credentials');
  await until(async () => (await refusals()).length === 1);
  expect(await tried(PASSWORD)).toBe('passkey_required');
  await until(async () => (await refusals()).length === 2);
  expect(await refusals()).toEqual(['passkey_required', 'wrong_credentials']);
  expect(await tried(PASSWORD)).toBe('passkey_required');
  expect(await tried(PASSWORD)).toBe('throttled');
});

it('customers keep their password beside a passkey', async () => {
  const person = await newPerson();
  await addTo(await confirmed(person));
  expect(await refusal(signIn(person))).toBe('none');
});
