import { expect, test } from 'vitest';
import { keys } from '#lib/redis/keys.ts';
import { newCustomer, type Signed, servedBank, signedIn } from './api-world.ts';

const { redis, bank } = await servedBank();
const mine = await newCustomer(redis);
const theirs = await newCustomer(redis);
const me = await signedIn(redis, mine.user);
const myPhone = await signedIn(redis, mine.user, 'bearer');
const other = await signedIn(redis, theirs.user);

const ask = (who: Signed | undefined, method: string, path: string, body?: unknown) =>
  bank.ask(path, {
    method,
    headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

test('a view is saved, replaced by its name, seen on another device, and removed', async () => {
  const first = await ask(me, 'POST', '/api/views', { name: ' Rent ', filter: { q: 'rent' } });
  expect(first).toMatchObject({ status: 200, json: { name: 'Rent', filter: { q: 'rent' } } });
  const again = { name: 'RENT', filter: { direction: 'out', from: '2026-01-01' } };
  const { json: replaced } = await ask(me, 'POST', '/api/views', again);
  expect(replaced).toEqual({ id: first.json.id, ...again });
  expect((await ask(myPhone, 'GET', '/api/views')).json).toEqual({ items: [replaced] });
  expect((await ask(myPhone, 'DELETE', `/api/views/${replaced.id}`)).status).toBe(204);
  expect((await ask(me, 'GET', '/api/views')).json).toEqual({ items: [] });
});

test('another’s view is as missing as one that does not exist, and stays', async () => {
  const { json: view } = await ask(other, 'POST', '/api/views', { name: 'Theirs', filter: { q: 'x' } });
  const answers = await Promise.all(
    [view.id, 'A'.repeat(22), 'x', '__proto__', '%2e%2e', 'x'.repeat(500)].map((id) =>
      ask(me, 'DELETE', `/api/views/${id}`),
    ),
  );
  for (const { status, json } of answers) {
    expect({ status, code: json.code, title: json.title }).toEqual({
      status: 404,
      code: 'not_found',
      title: 'There is no such view.',
    });
  }
  expect((await ask(me, 'GET', '/api/views')).json.items).toEqual([]);
  expect((await ask(other, 'GET', '/api/views')).json.items).toEqual([view]);
});

test('recent searches are one’s own, on every device, and forgotten one by one or all', async () => {
  for (const q of ['rent', '  tesco   express ', 'café']) {
    expect((await ask(me, 'POST', '/api/searches', { q })).status).toBe(204);
  }
  expect((await ask(myPhone, 'GET', '/api/searches')).json).toEqual({
    items: ['café', 'tesco express', 'rent'],
  });
  expect((await ask(other, 'GET', '/api/searches')).json).toEqual({ items: [] });
  await ask(other, 'DELETE', '/api/searches');
  await ask(myPhone, 'DELETE', '/api/searches?q=tesco%20express');
  expect((await ask(me, 'GET', '/api/searches')).json).toEqual({ items: ['café', 'rent'] });
  expect((await ask(me, 'DELETE', '/api/searches')).status).toBe(204);
  expect((await ask(myPhone, 'GET', '/api/searches')).json).toEqual({ items: [] });
});

test('what one searches for and saves is in no audit log', async () => {
  await ask(me, 'POST', '/api/searches', { q: 'a private matter' });
  await ask(me, 'POST', '/api/views', { name: 'a private view', filter: { q: 'a private matter' } });
  const { text } = await ask(me, 'GET', '/api/me/audit?limit=50');
  expect(text).not.toContain('private');
  // Only the two keys of their own hold it.
  const holding: string[] = [];
  for await (const found of redis.scanIterator({ MATCH: `redisBank:*{${mine.user}}*`, COUNT: 5000 })) {
    for (const key of found) {
      const dump = String(await redis.sendCommand(['DUMP', key]).catch(() => ''));
      if (dump.includes('private')) holding.push(key);
    }
  }
  expect(holding.sort()).toEqual([keys.searches(mine.user), keys.views(mine.user)].sort());
});

test.each([
  ['POST', '/api/views', { name: 'x'.repeat(41), filter: {} }],
  ['POST', '/api/views', { name: 'x', filter: { max: 'much' } }],
  ['POST', '/api/searches', { q: '  ' }],
  ['POST', '/api/searches', { q: 'x'.repeat(201) }],
  ['POST', '/api/searches', { q: 'a\u0000b' }],
])('%s %s %j is refused', async (method, path, body) => {
  expect(await ask(me, method, path, body)).toMatchObject({ status: 400, json: { code: 'bad_request' } });
});
