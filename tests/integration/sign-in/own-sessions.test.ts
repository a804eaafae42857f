import { describe, expect, it } from 'vitest';
import { POST as extend } from '#app/api/session/extend/route.ts';
import { DELETE as deleteOne } from '#app/api/sessions/[sid]/route.ts';
import { DELETE as deleteOthers, GET as list } from '#app/api/sessions/route.ts';
import { keys } from '#lib/redis/keys.ts';
import {
  adminRedis,
  age,
  newSession,
  newUser,
  read,
  stateOf,
  stored,
  withRedis,
} from '../sessions/session-helpers.ts';
import { headersOf, newPerson, type SignedIn, signedIn } from './sign-in-helpers.ts';

withRedis();

const context = { params: Promise.resolve({}) };
const end = (headers: Headers, sid: string) =>
  deleteOne(new Request(`http://localhost:8080/api/sessions/${sid}`, { method: 'DELETE', headers }), {
    params: Promise.resolve({ sid }),
  });
const endOthers = (headers: Headers) =>
  deleteOthers(
    new Request('http://localhost:8080/api/sessions?except=current', { method: 'DELETE', headers }),
    context,
  );
/** As after a step-up, without its new token. */
const stepUp = ({ token }: SignedIn) =>
  adminRedis().json.set(keys.session(token.user, token.sid), '$.stepUpAt', Date.now());
const codeOf = async (response: Response) => (await response.json()).code;

describe('one’s own sessions', () => {
  it('are listed newest first, this one marked, the address shortened, without anything that opens one', async () => {
    const person = await newPerson();
    const first = await signedIn(person, { headers: headersOf({ 'x-redisbank-address': '203.0.113.9' }) });
    const second = await signedIn(person, { remember: true });
    const request = new Request('http://localhost:8080/api/sessions', { headers: second.headers });
    const { items } = await (await list(request, context)).json();
    expect(items.map(({ sid, current, remembered }: never) => [sid, current, remembered])).toEqual([
      [second.token.sid, true, true],
      [first.token.sid, false, false],
    ]);
    expect(items[1]).toMatchObject({
      browser: 'Firefox',
      system: 'Linux',
      kind: 'computer',
      address: '203.0.113.x',
    });
    expect(JSON.stringify(items)).not.toMatch(/digest|epoch|secret/i);
  });

  it('live on when one says that one is still here, and answer until when', async () => {
    const { token, headers } = await signedIn(await newPerson());
    await age(token, 120_000);
    const before = await stored(token);
    const request = new Request('http://localhost:8080/api/session/extend', { method: 'POST', headers });
    const { expiresAt, idleExpiresAt } = await (await extend(request, context)).json();
    expect(idleExpiresAt).toBeGreaterThan(before?.idleExpiresAt ?? 0);
    expect(await stored(token)).toMatchObject({ idleExpiresAt, absoluteExpiresAt: expiresAt });
  });

  it('an older one of them ends only after a step-up younger than five minutes', async () => {
    const person = await newPerson();
    const [other, mine] = [await signedIn(person), await signedIn(person)];
    expect(await codeOf(await end(mine.headers, other.token.sid))).toBe('step_up_required');
    expect(await codeOf(await endOthers(mine.headers))).toBe('step_up_required');
    await stepUp(mine);
    await age(mine.token, 301_000, ['stepUpAt']);
    expect(await codeOf(await end(mine.headers, other.token.sid))).toBe('step_up_required');
    expect(await stateOf(other.token)).toBe('active');

    await stepUp(mine);
    expect((await end(mine.headers, other.token.sid)).status).toBe(204);
    expect(await read(other.token)).toEqual({ state: 'ended', reason: 'revoked' });
    expect(await codeOf(await end(mine.headers, other.token.sid))).toBe('not_found');
  });

  it('a later sign-in ends at once: “this wasn’t me” waits for nothing, and all others still need it', async () => {
    const person = await newPerson();
    const [mine, later] = [await signedIn(person), await signedIn(person)];
    // Well apart: what a process takes for Redis' time is right to half a round trip, on a busy machine not to a millisecond.
    await age(mine.token, 1000, ['createdAt']);
    expect(await codeOf(await endOthers(mine.headers))).toBe('step_up_required');
    expect(await codeOf(await end(later.headers, mine.token.sid))).toBe('step_up_required');
    expect((await end(mine.headers, later.token.sid)).status).toBe(204);
    expect(await read(later.token)).toEqual({ state: 'ended', reason: 'revoked' });
    expect(await stateOf(mine.token)).toBe('active');
  });

  it('this one ends without, as signing out does, and its cookie with it', async () => {
    const mine = await signedIn(await newPerson());
    const response = await end(mine.headers, mine.token.sid);
    expect([response.status, response.headers.getSetCookie()]).toEqual([
      204,
      ['redisBank=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0'],
    ]);
    expect(await read(mine.token)).toEqual({ state: 'ended', reason: 'signed_out' });
  });

  it('somebody else’s is as missing as a missing one', async () => {
    const mine = await signedIn(await newPerson());
    await stepUp(mine);
    const { token } = await newSession(await newUser());
    const answers = await Promise.all(
      [token.sid, 'x'.repeat(22), '..', '*'].map(async (sid) => {
        const response = await end(mine.headers, sid);
        const { requestId: _, ...body } = await response.json();
        return body;
      }),
    );
    for (const body of answers) expect(body).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 404, code: 'not_found' });
    expect(await stateOf(token)).toBe('active');
  });
});
