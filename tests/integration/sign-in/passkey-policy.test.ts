import { expect, it, vi } from 'vitest';
import { withRedis } from '../sessions/session-helpers.ts';

// Read before anything that asks for the configuration.
vi.stubEnv('BANK_PROFILE', 'production');
vi.stubEnv('AUDIT_SECRETS', '1:test-secret-test-secret-test-secret-01');

withRedis();

const { passkeyRule } = await import('#lib/identity/passkey-policy.ts');
const { requireSession } = await import('#lib/sign-in/require-session.ts');
const { stepUp } = await import('#lib/sign-in/step-up.ts');
const { requireRight } = await import('#lib/staff/permissions.ts');
const { addTo, confirmed, signInBy } = await import('./passkey-helpers.ts');
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
  const { token } = await signInBy(authenticator);
  expect(await refusal(rights(headersOf({ authorization: `Bearer ${token}` })))).toBe('none');
});

it('customers keep their password beside a passkey', async () => {
  const person = await newPerson();
  await addTo(await confirmed(person));
  expect(await refusal(signIn(person))).toBe('none');
});
