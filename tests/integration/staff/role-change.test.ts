import { beforeAll, describe, expect, it } from 'vitest';
import { PATCH } from '#app/api/staff/users/[id]/role/route.ts';
import { readAuditLog, verifyAuditLog } from '#lib/audit/read-log.ts';
import type { Role } from '#lib/identity/roles.ts';
import { readUser, type User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { readEpoch } from '#lib/sessions/epoch.ts';
import { until } from '#tests/setup/until.ts';
import {
  adminRedis,
  given,
  newSession,
  range,
  read,
  stateOf,
  withRedis,
} from '../sessions/session-helpers.ts';
import { bearerOf, headersOf, newPerson, refusal, signedIn, signIn } from '../sign-in/sign-in-helpers.ts';

withRedis();

const change = (headers: Headers, id: string, body: unknown, more: Record<string, string> = {}) =>
  PATCH(
    new Request(`http://localhost:8080/api/staff/users/${id}/role`, {
      method: 'PATCH',
      headers: { ...Object.fromEntries(headers), 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    }),
    { params: Promise.resolve({ id }) },
  );
const codeOf = async (response: Response) => (await response.json()).code;
const roleOf = async ({ user }: User) => (await readUser(adminRedis(), user))?.role;
const auditLogOf = async ({ user }: User, limit = 50) =>
  (await readAuditLog(webRedis(), user, { limit })).items;

type Colleague = { person: User; headers: Headers; steppedUp: Headers };
async function colleague(role: Role): Promise<Colleague> {
  const person = await newPerson({ role });
  const [plain, proven] = [await signedIn(person), await signedIn(person)];
  await adminRedis().json.set(keys.session(person.user, proven.token.sid), '$.stepUpAt', Date.now());
  return { person, headers: plain.headers, steppedUp: proven.headers };
}

let nora: Colleague;
beforeAll(async () => {
  nora = await colleague('super-admin');
});

describe('a change of role', () => {
  it('is what the person is from then on, and all their sessions end with it, told why', async () => {
    const person = await newPerson();
    const [browser, native] = [await signedIn(person), await bearerOf(person)];
    const response = await change(nora.steppedUp, person.user, { role: 'supervisor' });
    expect([response.status, await response.json()]).toEqual([
      200,
      { user: person.user, username: person.username, role: 'supervisor', sessionsEnded: 2 },
    ]);
    for (const { token } of [browser, native]) {
      expect(await read(token)).toEqual({ state: 'ended', reason: 'role_changed' });
    }
    expect(await adminRedis().zCard(keys.sessions(person.user))).toBe(0);
    expect((await signIn(person)).document).toMatchObject({ role: 'supervisor', policy: 'staff' });
  });

  it('is announced to their open streams', async () => {
    const person = await newPerson();
    const told: string[] = [];
    const listener = adminRedis().duplicate();
    await listener.connect();
    await listener.subscribe(keys.signal(person.user), (message) => told.push(message));
    await change(nora.steppedUp, person.user, { role: 'admin' });
    await until(() => told.length > 0);
    listener.destroy();
    expect(JSON.parse(told[0] ?? '')).toEqual({ kind: 'ended_all', except: '', reason: 'role_changed' });
  });

  it('is in their audit log and in that of who did it, before and after, and the chains hold', async () => {
    const person = await newPerson({ role: 'admin' });
    await change(nora.steppedUp, person.user, { role: 'user' });
    const [entry] = await auditLogOf(person);
    expect(entry).toMatchObject({
      act: 'role_changed',
      outcome: 'done',
      actor: nora.person.user,
      actorName: nora.person.username,
      detail: { before: 'admin', role: 'user' },
    });
    const about = { user: person.user, username: person.username, before: 'admin', role: 'user' };
    const [done, begun] = await auditLogOf(nora.person, 2);
    expect(begun).toMatchObject({ act: 'staff_role_change_begun', detail: about });
    expect(done).toMatchObject({ act: 'staff_role_change_done', detail: { ...about, sessionsEnded: 0 } });
    for (const { user } of [person, nora.person]) {
      expect((await verifyAuditLog(adminRedis(), user)).faults).toEqual([]);
    }
  });

  it('to the role that they have changes, ends and records nothing', async () => {
    const person = await newPerson();
    const { token } = await signedIn(person);
    const answer = await change(nora.steppedUp, person.user, { role: 'user' });
    expect(await answer.json()).toMatchObject({ role: 'user', sessionsEnded: 0 });
    expect(await stateOf(token)).toBe('active');
    expect((await auditLogOf(person)).map(({ act }) => act)).toEqual(['signed_in']);
  });

  it('a sign-in that read the role of before is refused, with a living session beside it or none', async () => {
    for (const living of [0, 2]) {
      const person = await newPerson({ role: 'supervisor' });
      for (const _ of range(living)) await newSession(person.user);
      // As a sign-in does: the epoch, the person, the session.
      const epoch = Number(await readEpoch(webRedis(), person.user));
      const { role } = (await readUser(webRedis(), person.user)) ?? {};
      expect((await change(nora.steppedUp, person.user, { role: 'user' })).status).toBe(200);
      expect(await createSession(webRedis(), given(person.user, { role, epoch }))).toBeNull();
      const next = await bearerOf(person);
      const now = await read(next.token);
      expect(now.state === 'active' && now.document.role).toBe('user');
    }
  });

  it('a session that nobody had listed yet ends with it too', async () => {
    const person = await newPerson({ role: 'supervisor' });
    const { token } = await newSession(person.user);
    await adminRedis().zRem(keys.sessions(person.user), token.sid);
    expect((await change(nora.steppedUp, person.user, { role: 'user' })).status).toBe(200);
    expect(await stateOf(token)).toBe('ended');
  });

  it('of two at once each is judged by what the other left, and one of them loses', async () => {
    const other = await colleague('super-admin');
    const person = await newPerson();
    const answers = await Promise.all([
      change(nora.steppedUp, person.user, { role: 'super-admin' }),
      change(other.steppedUp, person.user, { role: 'admin' }),
    ]);
    const statuses = answers.map(({ status }) => status);
    // The one that came second met a super-admin, another role than it had judged, or an admin to promote.
    expect(statuses).toContain(200);
    const raised = answers[0]?.status === 200;
    expect(await roleOf(person)).toBe(raised ? 'super-admin' : 'admin');
    const { user } = person;
    const changes = (await auditLogOf(person)).filter(({ act }) => act === 'role_changed');
    expect(changes).toHaveLength(statuses.filter((status) => status === 200).length);
    expect((await verifyAuditLog(adminRedis(), user)).faults).toEqual([]);
  });
});

describe('who may change roles', () => {
  it('a super-admin alone', async () => {
    const person = await newPerson();
    const customer = await signedIn(await newPerson());
    for (const headers of [
      (await colleague('supervisor')).steppedUp,
      (await colleague('admin')).steppedUp,
      customer.headers,
    ]) {
      expect(await codeOf(await change(headers, person.user, { role: 'admin' }))).toBe('forbidden');
    }
    expect(await codeOf(await change(headersOf(), person.user, { role: 'admin' }))).toBe('not_signed_in');
    expect(await roleOf(person)).toBe('user');
  });

  it('after a step-up alone', async () => {
    const person = await newPerson();
    const { token } = await signedIn(person);
    expect(await codeOf(await change(nora.headers, person.user, { role: 'admin' }))).toBe('step_up_required');
    expect([await roleOf(person), await stateOf(token)]).toEqual(['user', 'active']);
  });

  it('nobody their own or an equal’s, so that the last super-admin stays; and it is recorded that they tried', async () => {
    const [one, two] = [await colleague('super-admin'), await colleague('super-admin')];
    for (const role of ['user', 'admin', 'supervisor', 'super-admin']) {
      for (const id of [one.person.user, two.person.user]) {
        expect(await codeOf(await change(one.steppedUp, id, { role }))).toBe('forbidden');
      }
    }
    expect([await roleOf(one.person), await roleOf(two.person)]).toEqual(['super-admin', 'super-admin']);
    expect((await auditLogOf(two.person)).map(({ act }) => act)).toEqual(['signed_in', 'signed_in']);
    const tried = (await auditLogOf(one.person)).filter(({ outcome }) => outcome === 'refused');
    expect(tried.length).toBeGreaterThan(0);
    for (const { act, actor } of tried) {
      expect([act, actor]).toEqual(['staff_role_change_refused', one.person.user]);
    }
    expect((await verifyAuditLog(adminRedis(), one.person.user)).faults).toEqual([]);
  });

  it('one who was promoted a moment ago and one who was demoted have the rights of now', async () => {
    const person = await newPerson({ role: 'supervisor' });
    const before = await signedIn(person);
    await change(nora.steppedUp, person.user, { role: 'super-admin' });
    expect(await codeOf(await change(before.headers, (await newPerson()).user, { role: 'admin' }))).toBe(
      'session_ended',
    );
    expect(await codeOf(await change(nora.steppedUp, person.user, { role: 'user' }))).toBe('forbidden');
  });

  it('nothing that is no user, no role, more than a role, or from another site', async () => {
    const { user } = await newPerson();
    for (const id of ['x', '{x}', 'x'.repeat(22), `${user}:1`]) {
      expect(await codeOf(await change(nora.steppedUp, id, { role: 'admin' })), id).toBe('not_found');
    }
    for (const body of [{}, { role: 'root' }, { role: 'admin', user }, { role: ['admin'] }, []]) {
      expect(await codeOf(await change(nora.steppedUp, user, body))).toBe('bad_request');
    }
    const foreign = { origin: 'https://evil.example' };
    expect(await codeOf(await change(nora.steppedUp, user, { role: 'admin' }, foreign))).toBe('cross_origin');
    expect(await refusal(readUser(adminRedis(), user))).toBe('none');
  });
});
