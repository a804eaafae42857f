import { describe, expect, it } from 'vitest';
import { POST } from '#app/api/auth/password/route.ts';
import type { User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { revokeAllSessions } from '#lib/sessions/revoke.ts';
import { parseToken } from '#lib/sessions/token.ts';
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
import {
  freshAddress,
  headersOf,
  newPerson,
  PASSWORD,
  refusal,
  signedIn,
  signIn,
} from './sign-in-helpers.ts';

withRedis();

const NEXT = 'another horse, another battery';
const context = { params: Promise.resolve({}) };
const change = (headers: Headers, body: Record<string, unknown> = {}, more: Record<string, string> = {}) =>
  POST(
    new Request('http://localhost:8080/api/auth/password', {
      method: 'POST',
      headers: { ...Object.fromEntries(headers), 'content-type': 'application/json', ...more },
      body: JSON.stringify({ current: PASSWORD, next: NEXT, ...body }),
    }),
    context,
  );
const credentialOf = ({ user }: User) => adminRedis().json.get(keys.credential(user));

describe('changing the password', () => {
  it('the new one signs in, the old one does not, and this session goes on', async () => {
    const person = await newPerson();
    const { token, headers } = await signedIn(person);
    const response = await change(headers);
    expect([response.status, response.headers.getSetCookie()]).toEqual([204, []]);
    expect(await refusal(signIn(person, PASSWORD))).toBe('wrong_credentials');
    expect(await refusal(signIn(person, NEXT))).toBe('none');
    expect(await read(token)).toMatchObject({ state: 'active', document: { epoch: 2 } });
    expect(JSON.stringify(await credentialOf(person))).toMatch(/argon2id.*"changedAt":\d{13}/);
  });

  it('other sessions stay unless one asks', async () => {
    const person = await newPerson();
    const [mine, other] = [await signedIn(person), await signedIn(person)];
    await change(mine.headers);
    expect([await stateOf(mine.token), await stateOf(other.token)]).toEqual(['active', 'active']);
  });

  it('the other sessions end, and say why, when the user wants it', async () => {
    const person = await newPerson();
    const [mine, other] = [await signedIn(person), await signedIn(person)];
    await change(mine.headers, { endOthers: true });
    expect(await stateOf(mine.token)).toBe('active');
    expect(await read(other.token)).toEqual({ state: 'ended', reason: 'password_changed' });
    expect(await adminRedis().zRange(keys.sessions(person.user), 0, -1)).toEqual([mine.token.sid]);
  });

  it('the other devices hear of it, whether they stay or end', async () => {
    for (const [endOthers, said] of [
      [false, (sid: string) => ({ kind: 'password_changed', by: sid })],
      [true, (sid: string) => ({ kind: 'ended_all', except: sid, reason: 'password_changed' })],
    ] as const) {
      const person = await newPerson();
      const { token, headers } = await signedIn(person);
      const told: string[] = [];
      const listener = adminRedis().duplicate();
      await listener.connect();
      await listener.subscribe(keys.signal(person.user), (message) => told.push(message));
      await change(headers, { endOthers });
      await until(() => told.length > 0);
      listener.destroy();
      expect(told.map((text) => JSON.parse(text))).toEqual([said(token.sid)]);
    }
  });

  it('brings back no session of an earlier epoch', async () => {
    const person = await newPerson();
    const left = await newSession(person.user);
    await adminRedis().zRem(keys.sessions(person.user), left.token.sid);
    await revokeAllSessions(webRedis(), person.user, 'revoked_all');
    const mine = await signedIn(person);
    await adminRedis().zAdd(keys.sessions(person.user), { score: 1, value: left.token.sid });
    expect((await change(mine.headers)).status).toBe(204);
    expect(await stateOf(left.token)).toBe('ended');
    expect(await stateOf(mine.token)).toBe('active');
  });

  it('a sign-in under way with the old password never gets in, 20 times', async () => {
    for (const round of range(20)) {
      const person = await newPerson();
      const mine = await newSession(person.user);
      const { headers } = await signedIn(person);
      const signing = signIn(person, PASSWORD).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, (round % 10) * 6));
      const changed = await change(headers, { endOthers: true });
      const made = await signing;
      const token = made && parseToken(made.token);
      expect(changed.status).toBe(204);
      if (token) expect(await stateOf(token), `round ${round}`).toBe('ended');
      expect(await stateOf(mine.token)).toBe('ended');
      expect(await createSession(webRedis(), given(person.user)), 'with the old epoch').toBeNull();
    }
  });

  it('of two at once with one password, one wins', async () => {
    const person = await newPerson();
    const { headers } = await signedIn(person);
    const answers = await Promise.all([
      change(headers, { next: 'the first of the two' }),
      change(headers, { next: 'the second of the two' }),
    ]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const works = await Promise.all(
      ['the first of the two', 'the second of the two'].map((next) => refusal(signIn(person, next))),
    );
    expect(works.toSorted()).toEqual(['none', 'wrong_credentials']);
  });
});

describe('a change is refused, and nothing is changed', () => {
  it.each([
    [{ next: 'short' }, 'too_short'],
    [{ next: 'x'.repeat(129) }, 'too_long'],
    [{ next: 'qwertyuiop123' }, 'common'],
    [{ next: PASSWORD }, 'unchanged'],
  ])('%j names the fault', async (body, fault) => {
    const person = await newPerson();
    const before = await credentialOf(person);
    const { token, headers } = await signedIn(person);
    const response = await change(headers, body);
    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'bad_request',
      fields: { next: fault },
    });
    expect(await credentialOf(person)).toEqual(before);
    expect(await read(token)).toMatchObject({ document: { epoch: 1, stepUpFailures: 0 } });
  });

  it('without the current password, which is no try', async () => {
    const { token, headers } = await signedIn(await newPerson());
    const response = await change(headers, { current: '' });
    expect(await response.json()).toMatchObject({ status: 400, fields: { current: 'missing' } });
    expect(await read(token)).toMatchObject({ document: { stepUpFailures: 0 } });
  });

  it('with a wrong current password, the fifth of which ends the session', async () => {
    const person = await newPerson();
    const before = await credentialOf(person);
    const { token, headers } = await signedIn(person);
    const codes: string[] = [];
    for (const _ of range(5)) {
      const place = { 'x-redisbank-address': freshAddress() };
      codes.push((await (await change(headers, { current: 'wrong' }, place)).json()).code);
    }
    expect(codes).toEqual([...Array(4).fill('wrong_credentials'), 'session_ended']);
    expect(await read(token)).toEqual({ state: 'ended', reason: 'step_up_failed' });
    expect(await credentialOf(person)).toEqual(before);
  });

  it('from another site, without a session, and with fields that are not known', async () => {
    const { headers } = await signedIn(await newPerson());
    const code = async (response: Response) => (await response.json()).code;
    expect(await code(await change(headers, {}, { origin: 'https://evil.example' }))).toBe('cross_origin');
    expect(await code(await change(headersOf()))).toBe('not_signed_in');
    expect(await code(await change(headers, { user: 'bob' }))).toBe('bad_request');
  });
});
