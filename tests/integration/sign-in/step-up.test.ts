import { describe, expect, it } from 'vitest';
import { POST } from '#app/api/auth/step-up/route.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { STEP_UP_MS, STEP_UP_TRIES } from '#lib/sessions/policy.ts';
import { revokeAllSessions } from '#lib/sessions/revoke.ts';
import { noteStepUpFailure } from '#lib/sessions/step-up-state.ts';
import { login } from '#lib/sign-in/login.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { requireStepUp } from '#lib/sign-in/step-up.ts';
import { adminRedis, age, newSession, range, read, stored, withRedis } from '../sessions/session-helpers.ts';
import {
  bearerOf,
  freshAddress,
  headersOf,
  newPerson,
  PASSWORD,
  refusal,
  signedIn,
} from './sign-in-helpers.ts';

withRedis();

const context = { params: Promise.resolve({}) };
const stepUp = (headers: Headers, password: unknown = PASSWORD, more: Record<string, string> = {}) => {
  const sent = new Headers({ ...Object.fromEntries(headers), 'content-type': 'application/json', ...more });
  const body = JSON.stringify({ password });
  return POST(
    new Request('http://localhost:8080/api/auth/step-up', { method: 'POST', headers: sent, body }),
    context,
  );
};
const codeOf = async (response: Response) => (await response.json()).code;
const cookieIn = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

describe('step-up', () => {
  it('a sign-in alone does not open sensitive acts; the password given again does, for five minutes', async () => {
    const { token, headers } = await signedIn(await newPerson());
    const gate = async (sent: Headers) => requireStepUp(await requireSession(sent, { ask: 'redis' }));
    expect(await refusal(gate(headers))).toBe('step_up_required');

    const response = await stepUp(headers);
    expect(response.status).toBe(200);
    const after = headersOf({ cookie: cookieIn(response) });
    expect(await refusal(gate(after))).toBe('none');

    expect(STEP_UP_MS).toBe(300_000);
    await age(token, STEP_UP_MS - 2000, ['stepUpAt']);
    expect(await refusal(gate(after))).toBe('none');
    await age(token, 2000, ['stepUpAt']);
    expect(await refusal(gate(after))).toBe('step_up_required');
  });

  it('changes the token: the old cookie answers "rotated", then is wrong, and never that the session ended', async () => {
    const { token, headers } = await signedIn(await newPerson());
    const after = headersOf({ cookie: cookieIn(await stepUp(headers)) });
    expect(await refusal(requireSession(headers))).toBe('session_rotated');
    await age(token, 30_000, ['rotatedAt']);
    // A tab or a stream that still holds it must not tell its user that they were signed out.
    expect(await refusal(requireSession(headers))).toBe('bad_token');
    expect((await requireSession(after)).document.sid).toBe(token.sid);
  });

  it('answers until when, and a bearer gets its token in the body and no cookie', async () => {
    const { headers, text } = await bearerOf(await newPerson());
    const response = await stepUp(headers);
    const body = await response.json();
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(body.token).not.toBe(text);
    expect(body.stepUpExpiresAt - Date.now()).toBeLessThanOrEqual(STEP_UP_MS + 1000);
    const { document } = await requireSession(headersOf({ authorization: `Bearer ${body.token}` }));
    expect(document.stepUpAt).toBeGreaterThan(0);
    expect(body).toMatchObject({
      expiresAt: document.absoluteExpiresAt,
      idleExpiresAt: document.idleExpiresAt,
    });
  });

  it('a remembered cookie stays remembered for what is left', async () => {
    const { token, headers } = await signedIn(await newPerson(), { remember: true });
    await age(token, 86_400_000, ['createdAt', 'absoluteExpiresAt']);
    const line = (await stepUp(headers)).headers.getSetCookie()[0] ?? '';
    const seconds = Number(/Max-Age=(\d+)/.exec(line)?.[1]);
    expect(Math.abs(seconds - 6 * 86_400)).toBeLessThan(60);
    const plain = await signedIn(await newPerson());
    expect((await stepUp(plain.headers)).headers.getSetCookie()[0]).not.toContain('Max-Age');
  });

  it('of two at once with one token one wins, and the other is told that its token was replaced', async () => {
    const { headers } = await signedIn(await newPerson());
    const answers = await Promise.all([stepUp(headers), stepUp(headers)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const lost = answers.find(({ status }) => status === 401);
    expect(lost && (await codeOf(lost))).toBe('session_rotated');
  });
});

describe('a wrong password within a session', () => {
  it('is refused and changes no token; the fifth in a row ends the session, and says so', async () => {
    const person = await newPerson();
    const [mine, other] = [await signedIn(person), await signedIn(person)];
    for (const _ of range(STEP_UP_TRIES - 1)) {
      const response = await stepUp(mine.headers, 'wrong', { 'x-redisbank-address': freshAddress() });
      expect([response.status, await codeOf(response)]).toEqual([401, 'wrong_credentials']);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect((await read(mine.token)).state).toBe('active');
    }
    const last = await stepUp(mine.headers, 'wrong', { 'x-redisbank-address': freshAddress() });
    expect(await last.json()).toMatchObject({ status: 401, code: 'session_ended', reason: 'step_up_failed' });
    expect(await read(mine.token)).toEqual({ state: 'ended', reason: 'step_up_failed' });
    expect((await read(other.token)).state).toBe('active');
    expect(await adminRedis().zRange(keys.sessions(person.user), 0, -1)).toEqual([other.token.sid]);
  });

  it('a right one in between starts the count anew', async () => {
    const { headers } = await signedIn(await newPerson());
    for (const _ of range(4)) await stepUp(headers, 'wrong', { 'x-redisbank-address': freshAddress() });
    const after = headersOf({ cookie: cookieIn(await stepUp(headers)) });
    for (const _ of range(4)) {
      expect(await codeOf(await stepUp(after, 'wrong', { 'x-redisbank-address': freshAddress() }))).toBe(
        'wrong_credentials',
      );
    }
    expect((await requireSession(after)).document.stepUpFailures).toBe(4);
  });

  it('counts in the budget of the sign-in: many sessions are no way to guess on', async () => {
    const person = await newPerson();
    const place = { 'x-redisbank-address': freshAddress() };
    const sessions = [];
    for (const _ of range(4)) sessions.push(await signedIn(person));
    const codes: string[] = [];
    for (const session of sessions) codes.push(await codeOf(await stepUp(session.headers, 'wrong', place)));
    expect(codes).toEqual([...Array(3).fill('wrong_credentials'), 'throttled']);
    const signing = { username: person.username, password: PASSWORD, remember: false };
    expect(await refusal(login({ ...signing, transport: 'bearer', headers: headersOf(place) }))).toBe(
      'throttled',
    );
  });

  it('failures at the same moment are all counted, and bring nothing back', async () => {
    const person = await newPerson();
    const { token, document } = await newSession(person.user);
    const alive = await Promise.all(range(20).map(() => noteStepUpFailure(webRedis(), document)));
    expect(alive.filter(Boolean)).toHaveLength(STEP_UP_TRIES - 1);
    expect(await stored(token)).toBeNull();
    expect(await read(token)).toEqual({ state: 'ended', reason: 'step_up_failed' });
  });
});

describe('step-up is refused', () => {
  it.each([['x'.repeat(300)], [1], [null], [['x']]])(
    'for %j as a password, before anything is counted',
    async (password) => {
      const { token, headers } = await signedIn(await newPerson());
      expect((await stepUp(headers, password)).status).toBe(400);
      expect(await stored(token)).toMatchObject({ stepUpFailures: 0 });
    },
  );

  it('from another site, without a session, and after everything was ended', async () => {
    const person = await newPerson();
    const { headers } = await signedIn(person);
    expect(await codeOf(await stepUp(headers, PASSWORD, { origin: 'https://evil.example' }))).toBe(
      'cross_origin',
    );
    expect(await codeOf(await stepUp(headersOf()))).toBe('not_signed_in');
    await revokeAllSessions(webRedis(), person.user, 'revoked_all');
    expect(await codeOf(await stepUp(headers))).toBe('session_ended');
  });
});
