import { expect, test } from 'vitest';
import { newCustomer, servedBank, signedIn, somePostings, withEntries } from './api-world.ts';

const { redis, bank } = await servedBank();
const [mine, other] = [await newCustomer(redis), await newCustomer(redis)];
const [[ref], [foreign]] = [mine.refs, other.refs];
if (!ref || !foreign) throw new Error('no account');
await withEntries(redis, ref, somePostings(30, 12));
await withEntries(redis, foreign, somePostings(30, 13));
const me = await signedIn(redis, mine.user);
const [account, theirs] = [ref.account, foreign.account];

const JSON_TYPE = { 'content-type': 'application/json' };
const at = (seq: number | string, of = account) => `/api/accounts/${of}/transactions/${seq}/note`;
const put = (path: string, body: unknown) =>
  bank.ask(path, { method: 'PUT', headers: { ...me, ...JSON_TYPE }, body: JSON.stringify(body) });

test('a note is written, read back, found by search and in the export’s rows, and removed', async () => {
  expect((await bank.ask(at(7), { headers: me })).json).toEqual({ text: '', tags: [], changedAt: null });
  const { status, json } = await put(at(7), { text: ' Wedding gift ', tags: ['Family'] });
  expect(status).toBe(200);
  expect(json).toMatchObject({ text: 'Wedding gift', tags: ['Family'] });
  expect((await bank.ask(at(7), { headers: me })).json).toEqual(json);
  const search = `/api/accounts/${account}/transactions?q=weddign`;
  expect((await bank.ask(search, { headers: me })).json.items).toMatchObject([{ seq: 7 }]);
  const csv = await bank.ask(`/api/accounts/${account}/transactions/export?q=wedding`, { headers: me });
  expect(csv.text.trimEnd().split('\r\n')).toHaveLength(2);
  await put(at(7), { text: '', tags: [] });
  expect((await bank.ask(search, { headers: me })).json.items).toEqual([]);
});

test('what is no note, or beside no entry of one’s own, is refused and writes nothing', async () => {
  expect((await put(at(7), { text: 'x' })).json).toMatchObject({ status: 400, code: 'bad_request' });
  expect((await put(at(7), { text: 'x', tags: [], seq: 1 })).status).toBe(400);
  for (const path of [at(31), at(0), at('x'), at(7, theirs)]) {
    expect((await put(path, { text: 'x', tags: [] })).json, path).toMatchObject({ code: 'not_found' });
    expect((await bank.ask(path, { headers: me })).status, path).toBe(404);
  }
  const found = await redis.keys('redisBank:note:*');
  expect(found.filter((key) => key.includes(account) || key.includes(theirs))).toEqual([]);
});
