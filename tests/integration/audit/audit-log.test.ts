import { describe, expect, it } from 'vitest';
import { POST as postPassword } from '#app/api/auth/password/route.ts';
import { POST as postStepUp } from '#app/api/auth/step-up/route.ts';
import { GET as getAuditLog } from '#app/api/me/audit/route.ts';
import { DELETE as deleteOne } from '#app/api/sessions/[sid]/route.ts';
import { DELETE as deleteOthers } from '#app/api/sessions/route.ts';
import {
  AUDIT_KEPT_ENTRIES,
  AUDIT_KEPT_MS,
  actorOf,
  MAX_ACTS_A_MINUTE,
  makeAuditEntries,
} from '#lib/audit/audit-entry.ts';
import { readAuditLog, verifyAuditLog } from '#lib/audit/read-log.ts';
import { BankError } from '#lib/errors.ts';
import type { User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { endOwnSession } from '#lib/sign-in/end-sessions.ts';
import { login } from '#lib/sign-in/login.ts';
import { logout } from '#lib/sign-in/logout.ts';
import { noteRefusal } from '#lib/sign-in/refusals.ts';
import { MINUTE } from '#lib/time.ts';
import { until } from '#tests/setup/until.ts';
import {
  adminRedis,
  given,
  newSession,
  range,
  read,
  stored,
  withRedis,
} from '../sessions/session-helpers.ts';
import {
  freshAddress,
  freshName,
  headersOf,
  newPerson,
  PASSWORD,
  refusal,
  signedIn,
} from '../sign-in/sign-in-helpers.ts';

withRedis();

const ORIGIN = 'http://localhost:8080';
const context = { params: Promise.resolve({}) };
const auditLogOf = async ({ user }: Pick<User, 'user'>) =>
  (await readAuditLog(webRedis(), user, { limit: 200 })).items.toReversed();
const actsOf = async (person: User) => (await auditLogOf(person)).map(({ act }) => act);
const faultsOf = async ({ user }: Pick<User, 'user'>) => (await verifyAuditLog(adminRedis(), user)).faults;
const post = (path: string, headers: Headers, body: unknown) =>
  new Request(ORIGIN + path, {
    method: 'POST',
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const wrong = (username: string, address = freshAddress()) =>
  refusal(
    login({
      username,
      password: 'wrong',
      remember: false,
      transport: 'bearer',
      headers: headersOf({ 'x-redisbank-address': address }),
    }),
  );

describe('every event is in the audit log', () => {
  it('who, what, whom, from where, when and what came of it', async () => {
    const person = await newPerson();
    const before = Date.now();
    const { token } = await signedIn(person, { headers: headersOf({ 'x-redisbank-address': '192.0.2.7' }) });
    const [entry] = await auditLogOf(person);
    expect(entry).toMatchObject({
      n: 1,
      act: 'signed_in',
      outcome: 'done',
      actor: person.user,
      actorName: person.username,
      from: token.sid,
      address: '192.0.2.7',
      browser: 'Firefox',
      system: 'Linux',
      detail: { sid: token.sid, transport: 'cookie', policy: 'standard' },
    });
    expect(Math.abs((entry?.at ?? 0) - before)).toBeLessThan(5000);
    expect(await adminRedis().pTTL(keys.audit(person.user, 1))).toBeGreaterThan(AUDIT_KEPT_MS - 60_000);
  });

  it('signing in and out, ending one and all others, step-up, a new password, replacement, and refusals', async () => {
    const person = await newPerson();
    const [one, two] = [await signedIn(person), await signedIn(person)];
    await signedIn(person);
    await adminRedis().json.set(keys.session(person.user, one.token.sid), '$.stepUpAt', Date.now());
    await deleteOne(new Request(`${ORIGIN}/api/sessions/x`, { method: 'DELETE', headers: one.headers }), {
      params: Promise.resolve({ sid: two.token.sid }),
    });
    // Repeated, it ends nothing, and what ended nothing is not recorded.
    for (const _ of range(3)) {
      await deleteOthers(
        new Request(`${ORIGIN}/api/sessions?except=current`, { method: 'DELETE', headers: one.headers }),
        context,
      );
    }
    const password = { current: PASSWORD, next: 'another horse, another battery' };
    expect((await postPassword(post('/api/auth/password', one.headers, password), context)).status).toBe(204);
    const stepUp = await postStepUp(
      post('/api/auth/step-up', one.headers, { password: password.next }),
      context,
    );
    expect(stepUp.status).toBe(200);
    const cookie = stepUp.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await postStepUp(post('/api/auth/step-up', headersOf({ cookie }), { password: 'wrong' }), context);
    await logout(headersOf({ cookie }));
    expect(await actsOf(person)).toEqual([
      'signed_in',
      'signed_in',
      'signed_in',
      'session_ended',
      'sessions_ended',
      'password_changed',
      'stepped_up',
      'step_up_refused',
      'session_ended',
    ]);
    expect(await faultsOf(person)).toEqual([]);
    expect((await auditLogOf(person)).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('the session that made room, and the one that was replaced, with their reasons', async () => {
    const person = await newPerson({ role: 'admin' });
    const [one, two] = [await signedIn(person), await signedIn(person)];
    const three = await signedIn(person);
    await signedIn(person, { headers: three.headers });
    const told = (await auditLogOf(person))
      .slice(2)
      .map(({ act, detail }) => [act, detail.reason, detail.sid]);
    expect(told.slice(0, 2)).toEqual([
      ['session_ended', 'too_many', one.token.sid],
      ['signed_in', undefined, three.token.sid],
    ]);
    expect(told[2]).toEqual(['session_ended', 'replaced', three.token.sid]);
    expect((await read(two.token)).state).toBe('active');
  });

  it('what did not happen leaves no entry', async () => {
    const person = await newPerson();
    const { token, headers } = await signedIn(person);
    const held = await stored(token);
    if (!held) throw new Error('gone');
    const missing = 'x'.repeat(22) as typeof token.sid;
    expect(await endOwnSession(held, missing, 'revoked', headers)).toBe(false);
    const stale = createSession(webRedis(), given(person.user, { epoch: 9 }), (document) =>
      makeAuditEntries(webRedis(), person.user, actorOf(document, headers), [{ act: 'signed_in' }]),
    );
    expect(await stale).toBeNull();
    expect(await actsOf(person)).toEqual(['signed_in']);
  });

  it('no secret, cookie or password is in it', async () => {
    const person = await newPerson();
    const { token, cookie, headers } = await signedIn(person);
    await postStepUp(post('/api/auth/step-up', headers, { password: 'a wrong password' }), context);
    const text = JSON.stringify(await auditLogOf(person));
    for (const secret of [token.secret, cookie, PASSWORD, 'a wrong password', 'ann@redisbank.example']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('the audit log stays dense and whole', () => {
  it('with twenty acts of one user at the same moment', async () => {
    const person = await newPerson();
    const made = [];
    for (const _ of range(10)) made.push(await newSession(person.user));
    await Promise.all([
      ...made.map(({ document }) => endOwnSession(document, document.sid, 'revoked', headersOf())),
      ...range(3).map(() => signedIn(person)),
    ]);
    const { entries, faults } = await verifyAuditLog(adminRedis(), person.user);
    expect(faults).toEqual([]);
    expect(entries).toBe(13);
  });

  it('an entry and its act are one step: where the one is refused, the other is not done', async () => {
    const person = await newPerson();
    const { token, document } = await newSession(person.user);
    const act = () =>
      revokeSession(webRedis(), token, 'revoked', async () => ({
        ...(await makeAuditEntries(webRedis(), person.user, actorOf(document, headersOf()), [
          { act: 'session_ended' },
        ])),
        expected: 'another head',
      }));
    expect(await refusal(act())).toBe('throttled');
    expect((await read(token)).state).toBe('active');
    expect(await auditLogOf(person)).toEqual([]);
  });
});

describe('nobody can flood it', () => {
  it('refused sign-ins are one entry a place and hour, and counted', async () => {
    const person = await newPerson();
    const [here, there] = [freshAddress(), freshAddress()];
    for (const _ of range(3)) expect(await wrong(person.username, here)).toBe('wrong_credentials');
    expect(await wrong(person.username, here)).toBe('throttled');
    await wrong(person.username, there);
    await until(async () => (await auditLogOf(person)).length === 2);
    const mine = await signedIn(person);
    await until(async () => (await pageOf(mine.headers)).items.some(({ times }) => times === 4));
    const { items } = await pageOf(mine.headers);
    expect(items.map(({ act, outcome, by, times }) => [act, outcome, by, times])).toEqual([
      ['signed_in', 'done', 'self', 1],
      ['sign_in_refused', 'refused', 'anonymous', 1],
      ['sign_in_refused', 'refused', 'anonymous', 4],
    ]);
    expect(await faultsOf(person)).toEqual([]);
  });

  it('ten places an hour are recorded one by one, and all others are one entry and a count', async () => {
    const person = await newPerson();
    for (const _ of range(14)) await wrong(person.username, freshAddress());
    await until(async () => (await auditLogOf(person)).length === 11);
    const mine = await signedIn(person);
    const others = async () =>
      (await pageOf(mine.headers)).items.filter(({ by, address }) => by === 'anonymous' && address === '');
    await until(async () => (await others())[0]?.times === 4);
    expect(await others()).toHaveLength(1);
    expect(await auditLogOf(person)).toHaveLength(12);
    expect(await faultsOf(person)).toEqual([]);
  });

  it('what was refused before the password was looked at is not recorded from a place that is not yet', async () => {
    const person = await newPerson();
    const there = freshAddress();
    const headers = headersOf({ 'x-redisbank-address': there });
    const early = new BankError('throttled', 'Too many tries.');
    await noteRefusal(webRedis(), person.username, headers, early);
    expect(await auditLogOf(person)).toEqual([]);
  });

  it('sixty acts a minute are recorded, the next is refused and not done, and an end always works', async () => {
    const person = await newPerson();
    const begin = () =>
      createSession(webRedis(), given(person.user), (made) =>
        makeAuditEntries(webRedis(), person.user, actorOf(made, headersOf()), [{ act: 'signed_in' }]),
      );
    // The minute may end in between, but not twice.
    const done = [];
    for (const _ of range(2 * MAX_ACTS_A_MINUTE + 1)) done.push(await refusal(begin()));
    const minutes = Map.groupBy(await auditLogOf(person), ({ at }) => Math.floor(at / MINUTE));
    expect(done).toContain('throttled');
    for (const entries of minutes.values()) {
      const begun = entries.filter(({ act }) => act === 'signed_in');
      expect(begun.length).toBeLessThanOrEqual(MAX_ACTS_A_MINUTE);
    }
    const { document } = await newSession(person.user);
    expect(await endOwnSession(document, document.sid, 'revoked', headersOf())).toBe(true);
    expect(await faultsOf(person)).toEqual([]);
  });

  it('ten thousand entries are kept: the oldest makes room, and is not missed', async () => {
    const person = await newPerson();
    const exists = async (n: number) => (await adminRedis().exists(keys.audit(person.user, n))) === 1;
    await signedIn(person);
    await adminRedis().hSet(keys.auditHead(person.user), { n: AUDIT_KEPT_ENTRIES });
    await signedIn(person);
    expect([await exists(1), await exists(AUDIT_KEPT_ENTRIES + 1)]).toEqual([false, true]);
    const missed = (await faultsOf(person)).map(({ n }) => n);
    expect([missed.includes(1), missed.includes(2)]).toEqual([false, true]);
  });

  it('reading ends with the oldest entry that is kept, however many there were', async () => {
    const person = await newPerson();
    for (const _ of range(5)) await signedIn(person);
    await adminRedis().del([1, 2].map((n) => keys.audit(person.user, n)));
    const page = async (before: number | undefined, limit: number) => {
      const { items, next } = await readAuditLog(webRedis(), person.user, { before, limit });
      return [items.map(({ n }) => n), next];
    };
    expect(await page(undefined, 2)).toEqual([[5, 4], 4]);
    expect(await page(4, 1)).toEqual([[3], null]);
    expect(await page(4, 10)).toEqual([[3], null]);
  });

  it('a name that nobody has leaves no key', async () => {
    const name = freshName();
    await wrong(name);
    expect(await adminRedis().exists(keys.username(name))).toBe(0);
  });
});

type Page = {
  items: {
    n: number;
    act: string;
    outcome: string;
    by: string;
    address: string;
    times: number;
    current: boolean;
  }[];
  next: number | null;
};
const pageOf = async (headers: Headers, query = ''): Promise<Page> =>
  (await getAuditLog(new Request(`${ORIGIN}/api/me/audit${query}`, { headers }), context)).json();

describe('one’s own audit log', () => {
  it('newest first, in pages, marking this session, without what only the chain needs', async () => {
    const person = await newPerson();
    const sessions = [];
    for (const _ of range(5)) sessions.push(await signedIn(person));
    const headers = sessions[4]?.headers ?? headersOf();
    const first = await pageOf(headers, '?limit=2');
    const second = await pageOf(headers, `?limit=2&before=${first.next}`);
    const third = await pageOf(headers, `?limit=2&before=${second.next}`);
    expect([first, second, third].map(({ items }) => items.map(({ n }) => n))).toEqual([[5, 4], [3, 2], [1]]);
    expect(third.next).toBeNull();
    expect(first.items.map(({ current }) => current)).toEqual([true, false]);
    expect(JSON.stringify(first)).not.toMatch(/mac|keyId|previous|since|counter/);
  });

  it('says that the bank did something, and nothing of where its staff work', async () => {
    const [person, staff] = [await newPerson(), await newPerson()];
    const { headers } = await signedIn(person);
    const { token } = await newSession(person.user);
    const { document } = await newSession(staff.user);
    const at = headersOf({ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36' });
    await revokeSession(webRedis(), token, 'revoked', () =>
      makeAuditEntries(webRedis(), person.user, actorOf(document, at), [{ act: 'session_ended' }]),
    );
    const [entry] = (await pageOf(headers)).items;
    expect(entry).toMatchObject({ act: 'session_ended', by: 'staff', browser: '', system: '', address: '' });
  });

  it('is nobody else’s, and takes no other fields', async () => {
    const [mine, other] = [await signedIn(await newPerson()), await signedIn(await newPerson())];
    expect((await pageOf(mine.headers)).items).toHaveLength(1);
    expect((await pageOf(other.headers)).items).toHaveLength(1);
    const status = async (query: string, headers = mine.headers) =>
      (await getAuditLog(new Request(`${ORIGIN}/api/me/audit${query}`, { headers }), context)).status;
    expect(await status('', headersOf())).toBe(401);
    for (const query of ['?user=x', '?limit=51', '?limit=0', '?before=-1', '?before=x', '?limit=1&limit=2']) {
      expect(await status(query), query).toBe(400);
    }
  });
});

describe('what was changed or removed without the key is found', () => {
  async function five() {
    const person = await newPerson();
    for (const _ of range(5)) await signedIn(person);
    expect(await verifyAuditLog(adminRedis(), person.user)).toEqual({ entries: 5, faults: [] });
    return person;
  }

  it('a changed member, whichever', async () => {
    for (const [path, value] of [
      ['$.act', '"session_ended"'],
      ['$.at', '1'],
      ['$.actorName', '"mallory"'],
      ['$.address', '"198.51.100.1"'],
      ['$.detail.sid', '"x"'],
      ['$.since', '1'],
      ['$.outcome', '"refused"'],
      ['$.subject', '"x"'],
    ]) {
      const person = await five();
      await adminRedis().json.set(keys.audit(person.user, 3), path ?? '', JSON.parse(value ?? ''));
      expect(await faultsOf(person), path).toEqual([{ n: 3, fault: 'changed' }]);
    }
  });

  it('a removed entry, in the middle and at the beginning', async () => {
    const person = await five();
    await adminRedis().del(keys.audit(person.user, 3));
    expect(await faultsOf(person)).toEqual([{ n: 3, fault: 'removed' }]);
    await adminRedis().del(keys.audit(person.user, 1));
    expect(await faultsOf(person)).toEqual([
      { n: 3, fault: 'removed' },
      { n: 1, fault: 'removed' },
    ]);
  });

  it('the newest cut off, with the head left, and with the head put back to the entry before', async () => {
    const person = await five();
    await adminRedis().del(keys.audit(person.user, 5));
    expect(await faultsOf(person)).toEqual([{ n: 5, fault: 'cut_off' }]);
    const four = (await adminRedis().json.get(keys.audit(person.user, 4))) as { mac: string };
    await adminRedis().hSet(keys.auditHead(person.user), { n: 4, mac: four.mac });
    expect(await faultsOf(person)).toEqual([{ n: 4, fault: 'head_changed' }]);
  });

  it('the head removed, and entries that changed places', async () => {
    const [one, two] = [await five(), await five()];
    await adminRedis().del(keys.auditHead(one.user));
    expect(await faultsOf(one)).toEqual([{ n: 0, fault: 'head_changed' }]);
    const three = await adminRedis().json.get(keys.audit(two.user, 3));
    await adminRedis().json.set(keys.audit(two.user, 2), '$', three as { n: number });
    expect(await faultsOf(two)).toEqual([{ n: 2, fault: 'changed' }]);
  });

  it('an entry of the same number from a past that was undone', async () => {
    const person = await five();
    const [head, entry] = [keys.auditHead(person.user), keys.audit(person.user, 6)];
    const before = await adminRedis().hGetAll(head);
    await signedIn(person);
    const undone = await adminRedis().json.get(entry);
    await adminRedis().del(entry);
    await adminRedis().hSet(head, before);
    await signedIn(person);
    expect(await faultsOf(person)).toEqual([]);
    // Genuine in itself, and not what the head and the next entry follow.
    await adminRedis().json.set(entry, '$', undone as { n: number });
    expect(await faultsOf(person)).toEqual([{ n: 6, fault: 'changed' }]);
  });

  it('an entry of another’s audit log in one’s own, even behind a gap', async () => {
    const [one, two] = [await five(), await five()];
    const foreign = await adminRedis().json.get(keys.audit(two.user, 2));
    await adminRedis().json.set(keys.audit(one.user, 2), '$', foreign as { n: number });
    expect(await faultsOf(one)).toEqual([{ n: 2, fault: 'changed' }]);
    await adminRedis().del(keys.audit(one.user, 3));
    expect(await faultsOf(one)).toEqual([
      { n: 3, fault: 'removed' },
      { n: 2, fault: 'changed' },
    ]);
  });
});
