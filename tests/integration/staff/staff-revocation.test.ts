import { beforeAll, describe, expect, it } from 'vitest';
import { POST as postStepUp } from '#app/api/auth/step-up/route.ts';
import { POST as postPreview } from '#app/api/staff/sessions/preview/route.ts';
import { POST as postRevoke } from '#app/api/staff/sessions/revoke/route.ts';
import { macOf, signingKeyId } from '#lib/audit/chain.ts';
import { readAuditLog, verifyAuditLog } from '#lib/audit/read-log.ts';
import type { Role } from '#lib/identity/roles.ts';
import type { User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { until } from '#tests/setup/until.ts';
import {
  adminRedis,
  newSession,
  newUser,
  range,
  read,
  stateOf,
  withRedis,
} from '../sessions/session-helpers.ts';
import { freshName, headersOf, newPerson, PASSWORD, signedIn } from '../sign-in/sign-in-helpers.ts';

withRedis();

const context = { params: Promise.resolve({}) };
const post = (path: string, headers: Headers, body: unknown, more: Record<string, string> = {}) =>
  new Request(`http://localhost:8080${path}`, {
    method: 'POST',
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  });
const preview = (headers: Headers, filter: unknown) =>
  postPreview(post('/api/staff/sessions/preview', headers, { filter }), context);
const revoke = (headers: Headers, body: unknown, more?: Record<string, string>) =>
  postRevoke(post('/api/staff/sessions/revoke', headers, body, more), context);
const codeOf = async (response: Response) => (await response.json()).code;

type Colleague = { person: User; headers: Headers; steppedUp: Headers };
async function colleague(role: Role): Promise<Colleague> {
  const person = await newPerson({ role });
  const { headers } = await signedIn(person);
  const other = await signedIn(person);
  const answer = await postStepUp(post('/api/auth/step-up', other.headers, { password: PASSWORD }), context);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { person, headers, steppedUp: headersOf({ cookie }) };
}

let admin: Colleague;
let supervisor: Colleague;
let superAdmin: Colleague;
beforeAll(async () => {
  [admin, supervisor, superAdmin] = await Promise.all([
    colleague('admin'),
    colleague('supervisor'),
    colleague('super-admin'),
  ]);
});

/** Customers that only this test's filter finds. */
async function customers(count: number) {
  const mark = freshName().slice(0, 12);
  const made = [];
  for (const at of range(count)) {
    made.push(await newSession(await newUser(), { username: `${mark}-${at}` }));
  }
  const filter = { q: mark };
  await until(async () => (await (await preview(superAdmin.headers, filter)).json()).count === count);
  return { mark, filter, tokens: made.map(({ token }) => token) };
}
const confirmed = async (headers: Headers, filter: unknown) => {
  const { asOf, count, seal } = await (await preview(headers, filter)).json();
  return { filter, asOf, expectedCount: count, seal };
};

describe('a bulk revocation', () => {
  it('ends what the preview counted, tells each why, and says how many', async () => {
    const { filter, tokens } = await customers(12);
    const body = await confirmed(superAdmin.headers, filter);
    expect(body.expectedCount).toBe(12);
    const response = await revoke(superAdmin.steppedUp, body);
    expect(await response.json()).toEqual({ revoked: 12, alreadyGone: 0, left: 0 });
    for (const token of tokens) expect(await read(token)).toEqual({ state: 'ended', reason: 'staff' });
    expect(await (await revoke(superAdmin.steppedUp, body)).json()).toEqual({
      revoked: 0,
      alreadyGone: 0,
      left: 0,
    });
  });

  it('of one single session ends that one and no other of its user, by a supervisor too', async () => {
    const [user, username] = [await newUser(), freshName()];
    const tokens = [];
    for (const _ of range(3)) tokens.push((await newSession(user, { username })).token);
    const [first, second, third] = tokens;
    const filter = { username, sid: second?.sid };
    await until(async () => (await (await preview(supervisor.headers, filter)).json()).count === 1);
    const body = await confirmed(supervisor.headers, filter);
    expect(body.expectedCount).toBe(1);
    expect(await codeOf(await revoke(supervisor.headers, body))).toBe('step_up_required');
    expect(await (await revoke(supervisor.steppedUp, body)).json()).toEqual({
      revoked: 1,
      alreadyGone: 0,
      left: 0,
    });
    if (!first || !second || !third) throw new Error('no sessions');
    expect(await read(second)).toEqual({ state: 'ended', reason: 'staff' });
    expect([await stateOf(first), await stateOf(third)]).toEqual(['active', 'active']);
  });

  it('named by its id alone, or with another user’s name, is nothing, and never everybody’s', async () => {
    const { token } = await newSession(await newUser(), { username: freshName() });
    const { sid } = token;
    expect(await codeOf(await preview(supervisor.headers, { sid }))).toBe('forbidden');
    expect((await (await preview(superAdmin.headers, { sid })).json()).count).toBe(0);
    expect((await (await preview(superAdmin.headers, { sid, username: freshName() })).json()).count).toBe(0);
    expect(await codeOf(await preview(superAdmin.headers, { username: 'x', sid: '*' }))).toBe('bad_request');
    expect(await stateOf(token)).toBe('active');
  });

  it('more than one batch, with some that are ended by others meanwhile', async () => {
    const { filter, tokens } = await customers(230);
    const body = await confirmed(superAdmin.headers, filter);
    const [answer] = await Promise.all([
      revoke(superAdmin.steppedUp, body).then((response) => response.json()),
      ...tokens.slice(200).map((token) => revokeSession(webRedis(), token, 'signed_out')),
    ]);
    expect(answer.left).toBe(0);
    expect(answer.revoked).toBeGreaterThanOrEqual(200);
    for (const token of tokens) expect(await stateOf(token)).toBe('ended');
  });

  it('leaves those who signed in since, and refuses when more match than were shown', async () => {
    const older = await newSession(await newUser(), { username: freshName() });
    const { mark, filter, tokens } = await customers(3);
    const body = await confirmed(superAdmin.headers, filter);
    const late = await newSession(await newUser(), { username: `${mark}-late` });
    const nameOlder = (name: string) =>
      adminRedis().json.set(keys.session(older.token.user, older.token.sid), '$.username', name);
    await nameOlder(`${mark}-older`);
    await until(async () => (await (await preview(superAdmin.headers, filter)).json()).count === 5);
    const answer = await revoke(superAdmin.steppedUp, body);
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'conflict']);
    for (const token of tokens) expect(await stateOf(token)).toBe('active');
    await nameOlder(freshName());
    await until(async () => (await (await preview(superAdmin.headers, filter)).json()).count === 4);
    expect(await (await revoke(superAdmin.steppedUp, body)).json()).toMatchObject({ revoked: 3 });
    expect(await stateOf(late.token)).toBe('active');
  });

  it('refuses what no preview showed to who asks: another time, count, filter or colleague, and an old one', async () => {
    const { mark, filter, tokens } = await customers(1);
    const body = await confirmed(superAdmin.headers, filter);
    const other = await colleague('super-admin');
    const another = await confirmed(superAdmin.headers, { username: `${mark}-0` });
    for (const wrong of [
      { ...body, asOf: body.asOf + 1 },
      { ...body, asOf: body.asOf - 1 },
      { ...body, expectedCount: 2 },
      { ...body, filter: another.filter },
      { ...another, filter },
      { ...body, seal: '' },
      { ...body, seal: '9:null' },
      { ...body, seal: 'constructor:null' },
      { ...body, seal: 'null' },
    ]) {
      expect(await codeOf(await revoke(superAdmin.steppedUp, wrong)), JSON.stringify(wrong)).toBe('conflict');
    }
    expect(await codeOf(await revoke(other.steppedUp, body))).toBe('conflict');
    const { user } = superAdmin.person;
    const sealed = (asOf: number) => {
      const preview = { keyId: signingKeyId(), revocation: { user, filter, asOf, count: 1 } };
      return { ...body, asOf, seal: `${preview.keyId}:${macOf(preview)}` };
    };
    expect(sealed(body.asOf)).toEqual(body);
    expect(await codeOf(await revoke(superAdmin.steppedUp, sealed(body.asOf - 16 * 60_000)))).toBe(
      'conflict',
    );
    expect(await stateOf(tokens[0] ?? (undefined as never))).toBe('active');
  });

  it('is in the audit log of who did it and of each whom it met, and the chains hold', async () => {
    const { filter, tokens } = await customers(2);
    await revoke(superAdmin.steppedUp, await confirmed(superAdmin.headers, filter));
    const { user } = superAdmin.person;
    const [done, begun] = (await readAuditLog(webRedis(), user, { limit: 2 })).items;
    expect(begun).toMatchObject({ act: 'staff_revocation_begun', detail: { expectedCount: 2 } });
    expect(done).toMatchObject({
      act: 'staff_revocation_done',
      detail: { revoked: 2, alreadyGone: 0, left: 0 },
    });
    expect((await verifyAuditLog(adminRedis(), user)).faults).toEqual([]);
    for (const token of tokens) {
      const [entry] = (await readAuditLog(webRedis(), token.user, { limit: 1 })).items;
      expect(entry).toMatchObject({
        act: 'session_ended',
        actor: user,
        actorName: superAdmin.person.username,
        subject: token.user,
        detail: { sid: token.sid, reason: 'staff' },
      });
      expect((await verifyAuditLog(adminRedis(), token.user)).faults).toEqual([]);
    }
  });
});

describe('who may', () => {
  it('needs a step-up younger than five minutes', async () => {
    const { filter, tokens } = await customers(1);
    const body = await confirmed(superAdmin.headers, filter);
    expect(await codeOf(await revoke(superAdmin.headers, body))).toBe('step_up_required');
    expect(await stateOf(tokens[0] ?? (undefined as never))).toBe('active');
  });

  it('a supervisor ends one customer’s, by name, and not many', async () => {
    const { mark, filter, tokens } = await customers(2);
    expect(await codeOf(await preview(supervisor.headers, filter))).toBe('forbidden');
    const one = await confirmed(supervisor.headers, { username: `${mark}-1` });
    expect(await codeOf(await revoke(supervisor.steppedUp, { ...one, filter }))).toBe('forbidden');
    expect(await (await revoke(supervisor.steppedUp, one)).json()).toEqual({
      revoked: 1,
      alreadyGone: 0,
      left: 0,
    });
    expect(await Promise.all(tokens.map(stateOf))).toEqual(['active', 'ended']);
  });

  it('an admin and a customer end none', async () => {
    const { mark, tokens } = await customers(1);
    const customer = await signedIn(await newPerson());
    const filter = { username: `${mark}-0` };
    for (const headers of [admin.steppedUp, customer.headers]) {
      expect(await codeOf(await preview(headers, filter))).toBe('forbidden');
      const body = { filter, asOf: Date.now(), expectedCount: 9, seal: '' };
      expect(await codeOf(await revoke(headers, body))).toBe('forbidden');
    }
    expect(await codeOf(await preview(headersOf(), filter))).toBe('not_signed_in');
    expect(await stateOf(tokens[0] ?? (undefined as never))).toBe('active');
  });

  it('nobody meets an equal or higher role, nor themselves', async () => {
    const other = await colleague('super-admin');
    const meets = async (headers: Headers, { username }: User) =>
      (await (await preview(headers, { username })).json()).count as number;
    await until(async () => (await meets(superAdmin.headers, supervisor.person)) > 0);
    expect(await meets(superAdmin.headers, supervisor.person)).toBe(2);
    expect(await meets(superAdmin.headers, other.person)).toBe(0);
    expect(await meets(superAdmin.headers, superAdmin.person)).toBe(0);
    expect(await meets(supervisor.headers, admin.person)).toBe(0);
    expect(await meets(supervisor.headers, supervisor.person)).toBe(0);
    const body = await confirmed(superAdmin.headers, { role: 'super-admin' });
    expect(body.expectedCount).toBe(0);
  });

  it('a role that was taken away is no role: the session ends with it', async () => {
    const gone = await colleague('super-admin');
    await adminRedis().incr(`redisBank:epoch:{${gone.person.user}}`);
    expect(await codeOf(await preview(gone.headers, {}))).toBe('session_ended');
  });

  it('another site is refused, and fields that are not known', async () => {
    const body = { filter: {}, asOf: Date.now(), expectedCount: 0, seal: '' };
    expect(await codeOf(await revoke(superAdmin.steppedUp, body, { origin: 'https://evil.example' }))).toBe(
      'cross_origin',
    );
    for (const wrong of [
      { ...body, filter: { email: 'x' } },
      { ...body, all: true },
      { filter: {} },
      { ...body, asOf: '1' },
    ]) {
      expect(await codeOf(await revoke(superAdmin.steppedUp, wrong))).toBe('bad_request');
    }
  });
});
