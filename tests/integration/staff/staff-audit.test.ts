import { beforeAll, describe, expect, it } from 'vitest';
import { GET } from '#app/api/staff/audit/route.ts';
import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import type { Role } from '#lib/identity/roles.ts';
import type { User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { sessionEnded } from '#lib/sign-in/end-sessions.ts';
import { login } from '#lib/sign-in/login.ts';
import { logout } from '#lib/sign-in/logout.ts';
import { until } from '#tests/setup/until.ts';
import { adminRedis, range, stored, withRedis } from '../sessions/session-helpers.ts';
import { freshAddress, freshName, headersOf, newPerson, signedIn } from '../sign-in/sign-in-helpers.ts';

withRedis();

type Found = {
  items: {
    n: number;
    at: number;
    act: string;
    outcome: string;
    username: string;
    actorName: string;
    subject: string;
    times: number;
    address: string;
    detail: Record<string, unknown>;
  }[];
  next: string | null;
  total: number;
};
const ask = (headers: Headers, query: Record<string, string> = {}) =>
  GET(new Request(`http://localhost:8080/api/staff/audit?${new URLSearchParams(query)}`, { headers }), {
    params: Promise.resolve({}),
  });
const found = async (headers: Headers, query: Record<string, string>): Promise<Found> =>
  (await ask(headers, query)).json();
const actsOf = async (headers: Headers, query: Record<string, string>) =>
  (await found(headers, query)).items.map(({ act }) => act);
const wrong = ({ username }: User, address: string) =>
  login({
    username,
    password: 'wrong',
    remember: false,
    transport: 'cookie',
    headers: headersOf({ 'x-redisbank-address': address }),
  }).catch(() => null);

const person = async (role: Role) => newPerson({ role });
let superAdmin: Headers;
let supervisor: User;
let admin: Headers;
beforeAll(async () => {
  superAdmin = (await signedIn(await person('super-admin'))).headers;
  admin = (await signedIn(await person('admin'))).headers;
  supervisor = await person('supervisor');
  await signedIn(supervisor);
});

describe('staff ask the audit logs', () => {
  it('by user, event, outcome, who did it and time; what was refused is there, counted', async () => {
    const customer = await person('user');
    const address = freshAddress();
    for (const _ of range(3)) await wrong(customer, address);
    const { headers } = await signedIn(customer);
    await logout(headers);
    const { username } = customer;
    await until(async () => (await found(admin, { username })).items.at(-1)?.times === 3);
    const { items, total, next } = await found(admin, { username });
    expect([total, next]).toEqual([3, null]);
    expect(items.map(({ act, outcome, times }) => [act, outcome, times])).toEqual([
      ['session_ended', 'done', 1],
      ['signed_in', 'done', 1],
      ['sign_in_refused', 'refused', 3],
    ]);
    expect(items[2]).toMatchObject({ username, subject: customer.user, address, actorName: username });
    expect(await actsOf(admin, { username, act: 'signed_in' })).toEqual(['signed_in']);
    expect(await actsOf(admin, { username, outcome: 'refused' })).toEqual(['sign_in_refused']);
    expect(await actsOf(admin, { username, by: username.toUpperCase() })).toHaveLength(3);
    expect(await actsOf(admin, { username, by: 'nobody' })).toEqual([]);
    const [ended, signed] = items.map(({ at }) => at);
    expect(await actsOf(admin, { username, from: String(ended) })).toEqual(['session_ended']);
    expect(await actsOf(admin, { username, from: String(signed), to: String(ended) })).toEqual(['signed_in']);
    for (const by of ['\u0000', '\u0007\u009f'])
      expect(await actsOf(superAdmin, { by }), 'nobody, and not everybody').toEqual([]);
    expect(await actsOf(superAdmin, { by: username, act: 'sign_in_refused' })).toEqual(['sign_in_refused']);
  });

  it('in pages that lose and repeat nothing while entries are added', async () => {
    const customer = await person('user');
    for (const _ of range(7)) await signedIn(customer);
    const { username } = customer;
    const seen: number[] = [];
    let before: Record<string, string> = {};
    for (;;) {
      const { items, next } = await found(admin, { username, limit: '3', ...before });
      seen.push(...items.map(({ n }) => n));
      if (next === null) break;
      before = { before: next };
      await signedIn(customer);
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('staff get neither what only the chain needs nor what is secret', async () => {
    const customer = await person('user');
    const { token, cookie } = await signedIn(customer);
    await wrong(customer, freshAddress());
    await until(async () => (await found(admin, { username: customer.username })).total === 2);
    const text = JSON.stringify(await found(admin, { username: customer.username }));
    expect(text).not.toMatch(/"mac"|keyId|previous|since|counter|dateOfBirth|ann@|1990-01-02/);
    for (const secret of [token.secret, cookie]) expect(text).not.toContain(secret);
  });
});

describe('who may', () => {
  it('a customer and an anonymous request read nothing', async () => {
    const customer = await person('user');
    const { headers } = await signedIn(customer);
    expect((await ask(headers, { username: customer.username })).status).toBe(403);
    expect((await ask(headersOf(), {})).status).toBe(401);
  });

  it('an admin reads one customer’s; a colleague’s is as empty as that of an unknown name', async () => {
    expect((await ask(admin)).status).toBe(403);
    expect((await ask(admin, { by: 'nora' })).status).toBe(403);
    const unknown = await found(admin, { username: freshName() });
    expect(await found(admin, { username: supervisor.username })).toEqual(unknown);
    expect(unknown).toEqual({ items: [], next: null, total: 0 });
  });

  it('an admin sees that a colleague acted on a customer, and neither their session nor their address', async () => {
    const customer = await person('user');
    const { token } = await signedIn(customer);
    const there = headersOf({ 'x-redisbank-address': '192.0.2.66' });
    const colleague = await stored((await signedIn(await person('super-admin'))).token);
    if (!colleague) throw new Error('gone');
    await revokeSession(webRedis(), token, 'staff', () =>
      makeAuditEntries(webRedis(), customer.user, actorOf(colleague, there), [
        sessionEnded(token.sid, 'staff'),
      ]),
    );
    const { username } = customer;
    await until(async () => (await found(admin, { username })).total === 2);
    const [act, own] = (await found(admin, { username })).items;
    const actorName = colleague.username;
    expect(act).toMatchObject({ act: 'session_ended', actorName, from: '', address: '', browser: 'Firefox' });
    expect(own).toMatchObject({ act: 'signed_in', from: token.sid });
    const [seen] = (await found(superAdmin, { username })).items;
    expect(seen).toMatchObject({ from: colleague.sid, address: '192.0.2.66' });
  });

  it('a super-admin reads everybody’s, staff’s included', async () => {
    expect(await actsOf(superAdmin, { username: supervisor.username })).toEqual(['signed_in']);
    const all = await found(superAdmin, { limit: '50' });
    expect(new Set(all.items.map(({ subject }) => subject)).size).toBeGreaterThan(3);
    const times = all.items.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('what was asked is text, whatever it holds, and what is not known is refused', async () => {
    const { username } = await person('user');
    for (const by of ['*', '} | @subject:{*', '%', '`', '"', '\\', '(', '💶', '-', 'a|b']) {
      expect(await found(admin, { username, by }), by).toEqual({ items: [], next: null, total: 0 });
      expect((await ask(superAdmin, { username: by })).status, by).toBe(200);
    }
    for (const query of [
      { act: 'x' },
      { outcome: 'maybe' },
      { from: 'yesterday' },
      { limit: '51' },
      { before: '7' },
      { user: 'x' },
      { username: '' },
    ]) {
      expect((await ask(superAdmin, query as never)).status, JSON.stringify(query)).toBe(400);
    }
  });

  it('an entry that somebody planted is not shown as one', async () => {
    const customer = await person('user');
    await signedIn(customer);
    await adminRedis().json.set(keys.audit(customer.user, 2), '$', {
      subject: customer.user,
      act: 'signed_in',
      at: Date.now(),
    });
    expect((await found(admin, { username: customer.username })).items).toHaveLength(1);
  });
});
