import { expect, test } from 'vitest';
import { changePreferences, type PreferencesPatch, readPreferences } from '#lib/identity/preferences.ts';
import { newUserTag } from '#lib/identity/users.ts';
import { meaningOf } from '#lib/live/session-signals.ts';
import { keys } from '#lib/redis/keys.ts';
import { THEMES } from '#lib/theme.ts';
import { newCustomer, type Signed, servedBank, signedIn } from './api-world.ts';

const { redis, bank } = await servedBank();
const customer = await newCustomer(redis);
const me = await signedIn(redis, customer.user);

const NONE = { language: null, theme: null, hideAmounts: false };
const patch = (body: unknown, headers: Signed = me) =>
  bank.ask('/api/me/preferences', {
    method: 'PATCH',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const told = async () => (await bank.ask('/api/session', { headers: me })).json.preferences;

test('what is named changes, the rest stays, and every session of the person is told at once', async () => {
  expect(await told()).toEqual(NONE);
  const elsewhere = await signedIn(redis, customer.user, 'bearer');
  expect((await patch({ language: 'de' })).json).toEqual({ ...NONE, language: 'de' });
  expect((await patch({ hideAmounts: true }, elsewhere)).json).toMatchObject({ language: 'de' });
  expect(await told()).toEqual({ ...NONE, language: 'de', hideAmounts: true });
  expect((await patch({})).json).toEqual(await told());
  expect((await patch({ hideAmounts: false, language: 'en', theme: 'dark' })).status).toBe(200);
  expect(await told()).toEqual({ language: 'en', theme: 'dark', hideAmounts: false });
});

test('of changes at the same moment none is lost, and none is a change of what the bank says of the person', async () => {
  const { user } = await newCustomer(redis);
  const before = await redis.json.get(keys.user(user));
  for (let round = 0; round < 25; round++) {
    const theme = THEMES[round % THEMES.length] ?? 'system';
    const wanted = { language: round % 2 ? 'en' : 'de', hideAmounts: round % 3 === 0, theme };
    const patches = Object.entries(wanted).map(([name, value]): PreferencesPatch => ({ [name]: value }));
    await Promise.all(patches.map((one) => changePreferences(user, one)));
    expect(await readPreferences(user)).toEqual(wanted);
  }
  expect(await redis.json.get(keys.user(user))).toEqual(before);
});

test('open pages of the person hear what changed', async () => {
  const { user } = await newCustomer(redis);
  const listener = redis.duplicate();
  listener.on('error', () => {});
  await listener.connect();
  const heard: string[] = [];
  await listener.subscribe(keys.signal(user), (text) => heard.push(text));
  await changePreferences(user, { hideAmounts: true, language: 'de' });
  await expect
    .poll(() => heard.map((text) => meaningOf(text, 'any')))
    .toEqual([{ news: { kind: 'preferences', changed: { hideAmounts: true, language: 'de' } } }]);
  listener.destroy();
});

test('what is no preference of a customer’s is refused and writes nothing', async () => {
  const stored = async () => [
    await redis.json.get(keys.user(customer.user)),
    await redis.hGetAll(keys.preferences(customer.user)),
  ];
  const before = await stored();
  for (const body of [
    { language: 'xx' },
    { language: null },
    { theme: 'purple' },
    { hideAmounts: 'true' },
    { sessionPolicy: 'standard' },
    { hideAmounts: true, role: 'super-admin' },
    { offline: true },
    [],
    null,
  ]) {
    expect((await patch(body)).json, JSON.stringify(body)).toMatchObject({ code: 'bad_request' });
  }
  expect(await stored()).toEqual(before);
});

test('a person who is gone is not brought back by a late change', async () => {
  const user = newUserTag();
  await expect(changePreferences(user, { hideAmounts: true })).rejects.toMatchObject({ code: 'not_found' });
  expect(await redis.exists([keys.user(user), keys.preferences(user)])).toBe(0);
  expect(await readPreferences(user)).toEqual(NONE);
});
