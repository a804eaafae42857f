import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { GET } from '#app/api/staff/users/route.ts';
import type { Role } from '#lib/identity/roles.ts';
import { createUser } from '#lib/identity/users.ts';
import { adminRedis, withRedis } from '../sessions/session-helpers.ts';
import { headersOf, newPerson, PASSWORD, signedIn } from '../sign-in/sign-in-helpers.ts';

withRedis();

const ask = (headers: Headers, query: Record<string, string>) =>
  GET(new Request(`http://localhost:8080/api/staff/users?${new URLSearchParams(query)}`, { headers }), {
    params: Promise.resolve({}),
  });
const found = async (headers: Headers, query: Record<string, string>) => {
  const { items } = await (await ask(headers, query)).json();
  return items.map(({ username }: { username: string }) => username);
};

const mark = `m${randomBytes(6).toString('hex')}`;
const called = (username: string, name: string, role: Role = 'user') =>
  createUser(adminRedis(), {
    username,
    password: PASSWORD,
    role,
    accounts: [],
    profile: { name, dateOfBirth: '1971-02-03', email: `${username}@redisbank.example` },
  });
const headersFor = async (role: Role) => (await signedIn(await newPerson({ role }))).headers;

let superAdmin: Headers;
let admin: Headers;
beforeAll(async () => {
  [superAdmin, admin] = [await headersFor('super-admin'), await headersFor('admin')];
  await called(`${mark}-b.o-x`, `Zoë ${mark}O’Brien-Smith`);
  await called(`${mark}-a`, 'Łukasz The Second');
  await called(`${mark}-s`, 'Of The Staff', 'supervisor');
  await called(`${mark}x-e`, 'Éva ÖZTÜRK-Çelik');
});

it('people are found by the beginnings of user name and name, in the order of user names', async () => {
  expect(await found(superAdmin, { q: `${mark}-` })).toEqual([`${mark}-a`, `${mark}-b.o-x`, `${mark}-s`]);
  expect(await found(superAdmin, { q: `${mark}-b.` })).toEqual([`${mark}-b.o-x`]);
  expect(await found(superAdmin, { q: `${mark.toUpperCase()}-A` })).toEqual([`${mark}-a`]);
  expect(await found(superAdmin, { q: `${mark} the` })).toEqual([`${mark}-a`, `${mark}-s`]);
  expect(await found(superAdmin, { q: `${mark}o smi` })).toEqual([`${mark}-b.o-x`]);
  expect(await found(superAdmin, { q: `${mark}-`, limit: '1' })).toEqual([`${mark}-a`]);
});

it('letters beyond ASCII are found in capitals, in small and without their accents', async () => {
  for (const q of [
    'éva',
    'Éva',
    'ÉVA',
    'év',
    'özt',
    'Öztürk',
    'ÖZTÜRK',
    'çel',
    'ÇELIK',
    'öztürk çelik',
    'eva ozt',
  ]) {
    expect(await found(superAdmin, { q: `${mark}x ${q}` }), q).toEqual([`${mark}x-e`]);
  }
  expect(await found(superAdmin, { q: `${mark}x éve` })).toEqual([]);
});

it('each by tag, names and role, and never date of birth, email or balance', async () => {
  const body = await (await ask(superAdmin, { q: `${mark}-a` })).json();
  expect(body).toEqual({
    items: [
      {
        user: expect.stringMatching(/^[\w-]{22}$/),
        username: `${mark}-a`,
        name: 'Łukasz The Second',
        role: 'user',
      },
    ],
    total: 1,
  });
  expect(await found(superAdmin, { q: '1971-02-03' })).toEqual([]);
  expect(await found(superAdmin, { q: `${mark}-a@redisbank` })).toEqual([]);
});

it('staff is shown to a super-admin alone, and nobody to a customer', async () => {
  expect(await found(superAdmin, { q: mark, role: 'supervisor' })).toEqual([`${mark}-s`]);
  expect(await found(admin, { q: `${mark}-` })).toEqual([`${mark}-a`, `${mark}-b.o-x`]);
  expect(await found(admin, { q: mark, role: 'supervisor' })).toEqual([]);
  expect((await ask(await headersFor('user'), {})).status).toBe(403);
  expect((await ask(headersOf(), {})).status).toBe(401);
});

it('no text is more than text', async () => {
  for (const q of [
    '*',
    '@role:{supervisor}',
    `${mark}} | @role:{supervisor`,
    `${mark}*) | (@name:of`,
    '%%',
    '`',
    '"',
    '\\',
    '-',
    '->{$weight:1}',
    '$.',
    "'",
    '~',
    '(',
    ')',
    '|',
    '💶',
    '\u0000',
    'a b c d e f g',
  ]) {
    const answer = await ask(admin, { q });
    expect(answer.status, q).toBe(200);
    for (const { role } of (await answer.json()).items) expect(role).toBe('user');
  }
  for (const query of [{ q: 'x'.repeat(65) }, { role: 'root' }, { limit: '51' }, { email: 'x' }]) {
    expect((await ask(admin, query as never)).status).toBe(400);
  }
});
