import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { SearchParams } from '#app/_access/search-params.ts';
import { staffSessionsData } from '#app/(staff)/staff/(sessions)/data.ts';
import { GET } from '#app/api/staff/sessions/route.ts';
import { createUser } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import type { Token } from '#lib/sessions/token.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { countByGroup, countByValue } from '#lib/staff/session-counts.ts';
import { rolesSeen, sessionFilterSchema, sessionQuery } from '#lib/staff/session-query.ts';
import { type FoundPage, searchSessions } from '#lib/staff/session-search.ts';
import { until } from '#tests/setup/until.ts';
import { adminRedis, age, newSession, newUser, range, withRedis } from '../sessions/session-helpers.ts';
import { freshName, headersOf, newPerson, PASSWORD, signedIn } from '../sign-in/sign-in-helpers.ts';

withRedis();

/** All of this file's customers share a beginning that no other file's have. */
const mark = freshName().slice(0, 12);
const tokens: Token[] = [];
let staff: Record<'admin' | 'supervisor' | 'super-admin' | 'user', Headers>;

const DEVICES = [
  { browser: 'Firefox', system: 'Linux', kind: 'computer', address: '203.0.113.7' },
  { browser: 'Safari', system: 'iOS', kind: 'phone', address: '203.0.113.8' },
  { browser: 'Samsung Internet', system: 'Android', kind: 'phone', address: '198.51.100.9' },
  { browser: 'curl', system: 'Unknown', kind: 'program', address: '2001:db8:1:2::9' },
] as const;

beforeAll(async () => {
  for (const at of range(8)) {
    const user = await newUser();
    const device = DEVICES[at % 4] ?? DEVICES[0];
    const transport = at % 4 === 3 ? 'bearer' : 'cookie';
    tokens.push((await newSession(user, { username: `${mark}-${at}`, device, transport })).token);
  }
  const people = await Promise.all(
    (['admin', 'supervisor', 'super-admin', 'user'] as const).map(
      async (role) => [role, (await signedIn(await newPerson({ role }))).headers] as const,
    ),
  );
  staff = Object.fromEntries(people) as typeof staff;
  await until(async () => (await find({})).total === 8);
});

const find = (
  filter: Record<string, unknown>,
  more: { by?: string; limit?: number } = {},
): Promise<FoundPage> =>
  searchSessions(webRedis(), asker(more.by ?? 'admin'), sessionFilterSchema.parse({ q: mark, ...filter }), {
    limit: more.limit ?? 50,
  });
const asker = (role: string) => ({
  document: { role, authentication: { method: 'password' as const, at: 0 } },
});
const names = async (filter: Record<string, unknown>) =>
  (await find(filter)).items.map(({ username }) => Number(username.slice(mark.length + 1))).toSorted();

describe('questions of live sessions', () => {
  it('each clause finds what it says', async () => {
    expect(await names({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await names({ username: `${mark}-3` })).toEqual([3]);
    expect(await names({ kind: 'phone' })).toEqual([1, 2, 5, 6]);
    expect(await names({ browser: 'Samsung Internet' })).toEqual([2, 6]);
    expect(await names({ address: '203.0.113.' })).toEqual([0, 1, 4, 5]);
    expect(await names({ address: '2001:db8:1:' })).toEqual([3, 7]);
    expect(await names({ q: `${mark} saf` })).toEqual([1, 5]);
    expect(await names({ q: `${mark} 198.51` })).toEqual([2, 6]);
    expect(await names({ q: `${mark} android phone` })).toEqual([]);
    expect(await names({ policy: 'staff' })).toEqual([]);
  });

  it('an address with a filter that is not understood finds nothing, so that no more is offered to end', async () => {
    const at = (params: SearchParams) => staffSessionsData(asker('supervisor') as Session, params);
    const username = `${mark}-3`;
    const understood = await at({ username, address: '2001:db8:', sid: ' ' });
    expect([understood.page.total, understood.understood, understood.refused]).toEqual([1, true, {}]);
    const { page, refused, filter } = await at({ username, address: '10.0/8', kind: ['phone', 'x'] });
    expect([page.items, page.total, page.byKind]).toEqual([[], 0, {}]);
    expect([filter, refused]).toEqual([{ username }, { address: '10.0/8', kind: 'phone,x' }]);
  });

  it('signed in since, idle for, and with or without a step-up', async () => {
    const [first, second] = tokens;
    if (!first || !second) throw new Error('none');
    await age(first, 30 * 60_000, ['lastActiveAt']);
    await age(second, 2 * 3_600_000, ['createdAt']);
    await adminRedis().json.set(keys.session(second.user, second.sid), '$.stepUpAt', Date.now());
    await until(async () => (await names({ idleFor: 20 * 60_000 })).length === 1);
    expect(await names({ idleFor: 20 * 60_000 })).toEqual([0]);
    expect(await names({ since: Date.now() - 3_600_000 })).toEqual([0, 2, 3, 4, 5, 6, 7]);
    expect(await names({ stepUp: 'with' })).toEqual([1]);
    expect(await names({ stepUp: 'without' })).toEqual([0, 2, 3, 4, 5, 6, 7]);
  });

  it('counts all that match by role and device, not only the page', async () => {
    const { items, total, byRole, byKind } = await find({}, { limit: 3 });
    expect([items.length, total, byRole, byKind]).toEqual([
      3,
      8,
      { user: 8 },
      { computer: 2, phone: 4, program: 2 },
    ]);
    const phones = await find({ kind: 'phone' }, { limit: 3 });
    expect([phones.total, phones.byRole, phones.byKind]).toEqual([4, { user: 4 }, { phone: 4 }]);
    expect((await find({ kind: 'tablet' })).byKind).toEqual({});
  });

  it('holds nothing of the person but their name, and nothing that opens a session', async () => {
    const { items } = await find({}, { limit: 1 });
    expect(Object.keys(items[0] ?? {}).toSorted()).toEqual(
      [
        'address',
        'browser',
        'createdAt',
        'idleExpiresAt',
        'kind',
        'lastActiveAt',
        'policy',
        'role',
        'sid',
        'stepUpAt',
        'system',
        'transport',
        'user',
        'username',
      ].toSorted(),
    );
  });

  it('leaves out what is over: ended, idle though not yet removed, and of an ended epoch', async () => {
    const [ended, idle, epoch] = tokens.slice(5);
    if (!ended || !idle || !epoch) throw new Error('none');
    await revokeSession(webRedis(), ended, 'revoked');
    await age(idle, 2 * 3_600_000, ['idleExpiresAt']);
    await adminRedis().incr(keys.epoch(epoch.user));
    await until(async () => (await names({})).length === 5);
    expect(await names({})).toEqual([0, 1, 2, 3, 4]);
  });

  it('hostile text finds what it literally says, which is nothing, and never fails', async () => {
    const texts = [
      '*',
      '@role:{admin}',
      '}) | (@role:{super\\-admin}',
      '"',
      "'",
      '\\',
      '|',
      '-',
      '%%%',
      '()',
      '[]',
      '~',
      '$x',
      '`*`',
      '\u0000',
      'é',
      '😀',
      '😀😀',
      '_',
      '__',
      'a–b',
      '\ufffd\ufffd',
      '\u00a0\u200b\u00ad',
      '*)',
      'a|b',
    ];
    for (const text of texts) {
      expect(
        (await find({ q: `${mark} ${text}` })).items.every(({ username }) => username.startsWith(mark)),
        text,
      ).toBe(true);
      const { items } = await find({ username: text.trim() === '' ? 'x' : text.replace('\u0000', 'x') });
      expect(items, text).toEqual([]);
    }
  });

  it('one session by its id, among those of its user alone', async () => {
    const user = await newUser();
    const username = `${mark}x-one`;
    const [first, second] = [
      (await newSession(user, { username })).token,
      (await newSession(user, { username, device: { ...DEVICES[1] } })).token,
    ];
    await until(async () => (await find({ username })).total === 2);
    const page = await find({ username, sid: second.sid });
    expect(page).toMatchObject({ total: 1, byRole: { user: 1 }, byKind: { phone: 1 }, next: null });
    expect(page.items.map(({ sid }) => sid)).toEqual([second.sid]);
    expect((await find({ username, sid: `${second.sid},${first.sid}` })).total, 'several by comma').toBe(2);
    expect((await find({ username: `${mark}-1`, sid: first.sid })).total).toBe(0);
    expect((await find({ username, sid: first.sid, kind: 'phone' })).total).toBe(0);
    expect((await find({ sid: first.sid })).total, 'an id by itself widens nothing').toBe(0);
    expect((await find({ username, sid: second.sid, role: 'admin' }, { by: 'super-admin' })).total).toBe(0);
    const colleague = `${mark}x-staff`;
    const { sid } = (await newSession(await newUser(), { username: colleague, role: 'admin' })).token;
    const seenBy = async (by: string) => (await find({ username: colleague, sid }, { by })).total;
    await until(async () => (await seenBy('super-admin')) === 1);
    expect(await seenBy('supervisor'), 'a colleague’s session').toBe(0);
  });

  it('counts without conditions are those of grouping, whoever may be seen and whatever role or kind is asked for', async () => {
    await Promise.all([
      newSession(await newUser(), { username: `${mark}x-a`, role: 'admin', device: { ...DEVICES[0] } }),
      newSession(await newUser(), { username: `${mark}x-b`, role: 'supervisor', device: { ...DEVICES[3] } }),
    ]);
    const every = ['user', 'admin', 'supervisor', 'super-admin'];
    for (const roles of [['user'], every]) {
      for (const filter of [
        {},
        { role: 'user' },
        { role: 'admin' },
        { kind: 'phone' },
        { kind: 'program' },
      ] as const) {
        const seen = rolesSeen(filter, roles);
        const query = sessionQuery(filter, roles, Date.now());
        if (query === null) continue;
        // Other tests sign in and out beside this one.
        await vi.waitFor(
          async () => {
            const [values, groups] = await Promise.all([
              countByValue(webRedis(), filter, seen),
              countByGroup(webRedis(), query),
            ]);
            expect(values).toEqual(groups);
            expect(values.total).toBeGreaterThan(0);
          },
          { timeout: 10_000, interval: 20 },
        );
      }
    }
  });

  it('pages follow each other without a gap or a double, though many were made in one millisecond', async () => {
    const other = freshName().slice(0, 12);
    const made = await Promise.all(
      range(25).map(async (at) => (await newSession(await newUser(), { username: `${other}-${at}` })).token),
    );
    for (const { user, sid } of made)
      await adminRedis().json.set(keys.session(user, sid), '$.createdAt', 1_750_000_000_000);
    const ask = async (before?: string) =>
      (await GET(
        new Request(
          `http://localhost:8080/api/staff/sessions?q=${other}&limit=10${before ? `&before=${before}` : ''}`,
          {
            headers: staff.admin,
          },
        ),
        { params: Promise.resolve({}) },
      ).then((response) => response.json())) as FoundPage;
    await until(async () => (await ask()).total === 25);
    const pages = [await ask()];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await ask(next));
    const seen = pages.flatMap(({ items }) => items.map(({ username }) => username));
    expect(pages.length).toBe(3);
    expect(new Set(seen).size).toBe(25);
  });

  it('pages of a broad question are the same rows, whether sign-ins were seconds or days apart', async () => {
    const other = freshName().slice(0, 12);
    const [now, agesMs] = [Date.now(), [0, 900, 900, 5000, 17_000, 17_000, 70_000, 3_600_000, 90_000_000]];
    const made = await Promise.all(
      range(63).map(async (at) => {
        const { token } = await newSession(await newUser(), { username: `${other}-${at}` });
        const createdAt = now - (agesMs[at % agesMs.length] ?? 0) - (at % 2);
        await adminRedis().json.set(keys.session(token.user, token.sid), '$.createdAt', createdAt);
        return createdAt;
      }),
    );
    const ask = (limit: number, before?: FoundPage['next']) =>
      searchSessions(
        webRedis(),
        asker('admin'),
        { q: other },
        { limit, before: before ? newestCursorSchema.parse(before) : undefined },
      );
    await until(async () => (await ask(1)).total === 63);
    const pages = [await ask(1)];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await ask(1, next));
    const seen = pages.flatMap(({ items }) => items);
    expect(seen.map(({ createdAt }) => createdAt)).toEqual(made.toSorted((a, b) => b - a));
    expect(new Set(seen.map(({ username }) => username)).size).toBe(63);
    expect(seen.slice(0, 20)).toEqual((await ask(20)).items);
  });
});

describe('who may ask', () => {
  const status = async (headers: Headers, query = '') =>
    (
      await GET(new Request(`http://localhost:8080/api/staff/sessions${query}`, { headers }), {
        params: Promise.resolve({}),
      })
    ).status;

  it('staff, and nobody else', async () => {
    expect(await status(headersOf())).toBe(401);
    expect(await status(staff.user)).toBe(403);
    for (const role of ['admin', 'supervisor', 'super-admin'] as const)
      expect(await status(staff[role])).toBe(200);
  });

  it('sessions of staff are seen by super-admins alone, whatever is asked for', async () => {
    const name = freshName();
    const profile = { name: 'Sam', dateOfBirth: '1980-01-01', email: 'sam@redisbank.example' };
    const colleague = await createUser(adminRedis(), {
      username: name,
      password: PASSWORD,
      role: 'admin',
      profile,
      accounts: [],
    });
    await signedIn(colleague);
    const seen = async (role: keyof typeof staff, query: string) => {
      const response = await GET(
        new Request(`http://localhost:8080/api/staff/sessions?${query}`, { headers: staff[role] }),
        {
          params: Promise.resolve({}),
        },
      );
      return ((await response.json()) as FoundPage).total;
    };
    await until(async () => (await seen('super-admin', `username=${name}`)) === 1);
    for (const role of ['admin', 'supervisor'] as const) {
      for (const query of [`username=${name}`, `username=${name}&role=admin`, `q=${name}`]) {
        expect(await seen(role, query), `${role} ${query}`).toBe(0);
      }
    }
  });

  it.each([
    '?before=x',
    '?before=1-1-1',
    '?limit=51',
    '?kind=robot',
    '?nonsense=1',
    '?role=a&role=b',
    '?sid=x',
  ])('%s is refused', async (query) => {
    expect(await status(staff.admin, query)).toBe(400);
  });
});
