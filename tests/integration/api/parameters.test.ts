import { describe, expect, test } from 'vitest';
import { addressOf, changing, personal } from '#tests/setup/endpoints.ts';
import { newCustomer, servedBank, signedIn, somePostings, withEntries } from './api-world.ts';

const { redis, bank } = await servedBank();
const mine = await newCustomer(redis);
const [ref] = mine.refs;
if (!ref) throw new Error('no account');
await withEntries(redis, ref, somePostings(60, 8));
const me = await signedIn(redis, mine.user);
const account = ref.account;

describe('a request is understood completely or refused', () => {
  test.each(personal)(
    'GET $pattern refuses a parameter it does not know, and one given twice',
    async ({ pattern }) => {
      const path = addressOf(pattern, { id: account, seq: '1' });
      const unknown = await bank.ask(`${path}?nonsense=1`, { headers: me });
      expect(unknown.json).toMatchObject({ status: 400, code: 'bad_request' });
      expect(unknown.headers['content-type']).toContain('application/problem+json');
      for (const twice of ['q=a&q=b', 'range=1d&range=1d', 'after=0-0&after=0-0', 'x=&x=']) {
        expect((await bank.ask(`${path}?${twice}`, { headers: me })).status, twice).toBe(400);
      }
    },
  );

  const answering = changing.filter(({ pattern }) => !pattern.includes('*'));
  test.each(answering)(
    '$method $pattern refuses a parameter it does not know',
    async ({ method, pattern }) => {
      const path = `${addressOf(pattern)}?nonsense=1`;
      const answer = await bank.ask(path, { method, headers: me, body: '{}' });
      expect(answer.json).toMatchObject({ status: 400, code: 'bad_request' });
      expect((await bank.ask('/api/session', { headers: me })).status).toBe(200);
    },
  );

  const WRONG: [what: string, search: string, field: string][] = [
    ['transactions', 'after=0', 'after'],
    ['transactions', 'before=9&after=3', 'after'],
    ['transactions', 'limit=0', 'limit'],
    ['transactions', 'limit=51', 'limit'],
    ['transactions', 'limit=', 'limit'],
    ['transactions', 'limit=1e1', 'limit'],
    ['transactions', 'limit=010', 'limit'],
    ['transactions', 'limit=%2010', 'limit'],
    ['transactions', 'before=0', 'before'],
    ['transactions', 'before=-1', 'before'],
    ['transactions', 'before=99999999999999999', 'before'],
    ['transactions', 'from=2026-02-30', 'from'],
    ['transactions', 'from=yesterday', 'from'],
    ['transactions', 'to=2026-1-1', 'to'],
    ['transactions', 'min=-5', 'min'],
    ['transactions', 'max=1,234.56', 'max'],
    ['transactions', 'direction=up', 'direction'],
    ['transactions', 'type=bribe', 'type'],
    ['transactions', 'category=Eating%20out', 'category'],
    ['transactions', 'edits=3', 'edits'],
    ['totals', 'edits=1,', 'edits'],
    ['totals', 'limit=5', 'body'],
    ['totals', 'from=x', 'from'],
    ['balance', 'range=2w', 'range'],
    ['balance', 'range=', 'range'],
    ['spenders', 'period=2026-00', 'period'],
    ['spenders', 'period=2026-11-01', 'period'],
    ['spenders', 'period=*', 'period'],
    ['spenders', 'period=all:x', 'period'],
    ['spenders', 'limit=501', 'limit'],
    ['categories', 'period=2026-13', 'period'],
    ['categories', 'period=2026-11&limit=5', 'body'],
  ];
  test.each(WRONG)('%s?%s: 400, naming the field', async (what, search, field) => {
    const { json } = await bank.ask(`/api/accounts/${account}/${what}?${search}`, { headers: me });
    expect(json).toMatchObject({ status: 400, code: 'bad_request' });
    expect(Object.keys(json.fields)).toContain(field);
  });

  test.each(['after=5', 'after=', 'after=-', 'after=$', 'after=1-1-1', 'after=9999999999999999-0'])(
    'events?%s: 400',
    async (search) => {
      expect((await bank.ask(`/api/events?${search}`, { headers: me })).status).toBe(400);
    },
  );

  test('the limits are the ones that are documented', async () => {
    const rows = async (search: string) =>
      (await bank.ask(`/api/accounts/${account}/transactions${search}`, { headers: me })).json.items.length;
    expect([await rows(''), await rows('?limit=1'), await rows('?limit=50')]).toEqual([20, 1, 50]);
    const all = await bank.ask(`/api/accounts/${account}/spenders?limit=500`, { headers: me });
    expect(all.status).toBe(200);
  });

  test('spenders say up to which entry they are', async () => {
    const { json } = await bank.ask(`/api/accounts/${account}/transactions?limit=1`, { headers: me });
    const spenders = await bank.ask(`/api/accounts/${account}/spenders`, { headers: me });
    expect(spenders.json.seq).toBe(json.items[0].seq);
  });
});

describe('bodies', () => {
  const post = (headers: Record<string, string>, body: string | Buffer, path = '/api/auth/login') =>
    bank.ask(path, { method: 'POST', headers, body });
  const JSON_TYPE = { 'content-type': 'application/json' };
  const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

  test.each<[why: string, status: number, headers: Record<string, string>, body: string | Buffer]>([
    ['no JSON', 400, JSON_TYPE, 'not json'],
    ['nothing', 400, JSON_TYPE, ''],
    ['bad UTF-8', 400, JSON_TYPE, Buffer.from([0x7b, 0xff, 0x7d])],
    ['an unknown field', 400, JSON_TYPE, '{"username":"a","password":"b","admin":true}'],
    ['a wrong type', 400, JSON_TYPE, '{"username":["a"],"password":"b"}'],
    ['a missing field', 400, JSON_TYPE, '{"username":"a"}'],
    ['an array', 400, JSON_TYPE, '[]'],
    ['null', 400, JSON_TYPE, 'null'],
    ['a form', 415, FORM_TYPE, 'username=a&password=b'],
    ['no type', 415, {}, '{"username":"a","password":"b"}'],
    ['text', 415, { 'content-type': 'text/plain' }, '{"username":"a","password":"b"}'],
    ['too much', 413, JSON_TYPE, JSON.stringify({ username: 'a'.repeat(17_000), password: 'b' })],
  ])('a JSON handler refuses %s with %i', async (_, status, headers, body) => {
    const answer = await post(headers, body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test.each<[why: string, status: number, headers: Record<string, string>, body: string | Buffer]>([
    ['JSON', 415, JSON_TYPE, '{"username":"a","password":"b"}'],
    ['a file upload', 415, { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['a field given twice', 400, FORM_TYPE, 'username=a&username=b&password=c'],
    ['an unknown field', 400, FORM_TYPE, 'username=a&password=b&role=admin'],
    ['bad UTF-8', 400, FORM_TYPE, 'username=%ff&password=b'],
    ['raw bad UTF-8', 400, FORM_TYPE, Buffer.from([0x75, 0x3d, 0xff])],
    ['too much', 413, FORM_TYPE, `username=${'a'.repeat(17_000)}&password=b`],
  ])("the tutorial's form refuses %s with %i", async (_, status, headers, body) => {
    expect((await post(headers, body, '/perform_login')).status).toBe(status);
  });
});
