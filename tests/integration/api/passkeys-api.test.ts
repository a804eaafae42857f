import { expect, test } from 'vitest';
import { newCredential } from '#lib/identity/credentials.ts';
import { keys } from '#lib/redis/keys.ts';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { newCustomer, type Signed, servedBank } from './api-world.ts';

const PASSWORD = 'correct horse battery';
const { redis, bank } = await servedBank();
const { user } = await newCustomer(redis);
const username = String(await redis.json.get(keys.user(user), { path: '.username' }));
await redis.json.set(keys.credential(user), '$', await newCredential(redis, PASSWORD));
await redis.set(keys.username(username), user);

const send = (method: string, path: string, body?: unknown, signed?: Signed) =>
  bank.ask(path, {
    method,
    headers: { ...signed, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const bearer = (token: unknown): Signed => ({ authorization: `Bearer ${token}` });

test('an app signs in by password, adds a passkey, and from then on signs in and steps up with it', async () => {
  const first = await send('POST', '/api/auth/login', { username, password: PASSWORD, mode: 'bearer' });
  const asked = await send('POST', '/api/auth/step-up', { password: PASSWORD }, bearer(first.json.token));
  const me = bearer(asked.json.token);
  const authenticator = new SoftwareAuthenticator();
  const options = await send('POST', '/api/passkeys/challenge', undefined, me);
  const name = '  My   phone ';
  const response = authenticator.create(options.json);
  const added = await send('POST', '/api/passkeys', { response, name }, me);
  expect(added.json).toMatchObject({ id: authenticator.id, name: 'My phone', synced: false, lastUsedAt: 0 });
  expect((await send('GET', '/api/passkeys', undefined, me)).json).toEqual({ items: [added.json] });

  const challenge = await send('POST', '/api/auth/passkey/challenge');
  expect(challenge.json).toMatchObject({
    allowCredentials: [],
    userVerification: 'required',
    rpId: 'localhost',
  });
  const sent = { response: authenticator.get(challenge.json), mode: 'bearer' };
  const signedIn = await send('POST', '/api/auth/passkey', sent);
  expect(signedIn.json).toMatchObject({ user: { username }, token: expect.any(String) });
  expect((await send('POST', '/api/auth/passkey', sent)).json.code).toBe('challenge_expired');
  const now = bearer(signedIn.json.token);
  expect((await send('GET', '/api/session', undefined, now)).json).toMatchObject({
    authentication: { method: 'passkey' },
  });

  const question = await send('POST', '/api/auth/step-up/challenge', undefined, now);
  expect(question.json.allowCredentials).toMatchObject([{ id: authenticator.id }]);
  const passkey = authenticator.get(question.json);
  const confirmed = await send('POST', '/api/auth/step-up', { passkey }, now);
  expect(confirmed.json.stepUpExpiresAt).toBeGreaterThan(Date.now());

  const own = bearer(confirmed.json.token);
  const path = `/api/passkeys/${authenticator.id}`;
  expect((await send('PATCH', path, { name: 'Old phone' }, own)).status).toBe(204);
  expect((await send('DELETE', path, undefined, own)).status).toBe(204);
  expect((await send('DELETE', path, undefined, own)).status).toBe(404);
});

test('a browser gets cookies alone', async () => {
  const { json } = await send('POST', '/api/auth/passkey/challenge');
  const refused = await send('POST', '/api/auth/passkey', {
    response: new SoftwareAuthenticator().get(json),
  });
  expect([refused.status, refused.json.code]).toEqual([401, 'wrong_credentials']);
  expect(refused.headers['set-cookie']).toBeUndefined();
});
