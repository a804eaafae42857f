import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST as postLogin } from '#app/api/auth/login/route.ts';
import { POST as postLogout } from '#app/api/auth/logout/route.ts';
import { POST as postStepUp } from '#app/api/auth/step-up/route.ts';
import { DELETE as deleteOne } from '#app/api/sessions/[sid]/route.ts';
import { DELETE as deleteOthers } from '#app/api/sessions/route.ts';
import { POST as postPreview } from '#app/api/staff/sessions/preview/route.ts';
import { POST as postRevoke } from '#app/api/staff/sessions/revoke/route.ts';
import { verifyAuditLog } from '#lib/audit/read-log.ts';
import { webRedis } from '#lib/redis/client.ts';
import { noteRoom, readRoom } from '#lib/redis/room.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { itLoadsDocuments } from '../on-documents.ts';
import { adminRedis, range, stateOf, withRedis } from '../sessions/session-helpers.ts';
import {
  freshAddress,
  freshName,
  headersOf,
  newPerson,
  PASSWORD,
  refusal,
  type SignedIn,
  signedIn,
} from './sign-in-helpers.ts';

withRedis();
let ann: Awaited<ReturnType<typeof newPerson>>;
let nora: typeof ann;
let annHere: SignedIn;
let annElsewhere: SignedIn[];
let noraHere: SignedIn;
beforeAll(async () => {
  [ann, nora] = [await newPerson(), await newPerson({ role: 'super-admin' })];
  [annHere, noraHere] = [await signedIn(ann), await signedIn(nora)];
  annElsewhere = [await signedIn(ann), await signedIn(ann), await signedIn(ann)];
  await adminRedis().configSet('maxmemory', '1');
});
afterAll(async () => {
  await adminRedis().configSet('maxmemory', '0');
  noteRoom(await readRoom(webRedis(), undefined));
});

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
const ask = (handler: Handler, method: string, path: string, headers: Headers, body?: unknown, params = {}) =>
  handler(
    new Request(`http://localhost:8080${path}`, {
      method,
      headers: { ...Object.fromEntries(headers), ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : null,
    }),
    { params: Promise.resolve(params) },
  );
const stepUp = async ({ headers }: SignedIn, password = PASSWORD) => {
  const response = await ask(postStepUp, 'POST', '/api/auth/step-up', headers, { password });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { status: response.status, headers: headersOf({ cookie }) };
};

describe('when the memory of Redis is full', () => {
  it('one can step up, end one session and all others, and sign out, each recorded; nobody can sign in', async () => {
    expect((await stepUp(annHere, 'wrong')).status).toBe(401);
    const { status, headers } = await stepUp(annHere);
    expect(status).toBe(200);
    const [one] = annElsewhere;
    const sid = one?.token.sid ?? '';
    expect((await ask(deleteOne, 'DELETE', `/api/sessions/${sid}`, headers, undefined, { sid })).status).toBe(
      204,
    );
    expect((await ask(deleteOthers, 'DELETE', '/api/sessions?except=current', headers)).status).toBe(204);
    for (const { token } of annElsewhere) expect(await stateOf(token)).toBe('ended');
    expect((await ask(postLogout, 'POST', '/api/auth/logout', headers)).status).toBe(204);
    expect(await refusal(requireSession(headers))).toBe('session_ended:signed_out');
    expect(await verifyAuditLog(webRedis(), ann.user)).toMatchObject({ faults: [] });
    const body = { username: ann.username, password: PASSWORD };
    expect((await ask(postLogin, 'POST', '/api/auth/login', headersOf(), body)).status).toBe(503);
  });

  it('names that are made up make no keys and cost no hash', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    noteRoom(await readRoom(webRedis(), undefined));
    const before = await adminRedis().dbSize();
    for (const address of range(5).map(freshAddress)) {
      const headers = headersOf({ 'x-redisbank-address': address });
      const body = { username: freshName(), password: PASSWORD };
      expect((await ask(postLogin, 'POST', '/api/auth/login', headers, body)).status).toBe(503);
    }
    expect(await adminRedis().dbSize()).toBe(before);
    said.mockRestore();
  });

  itLoadsDocuments('staff can end everyone’s sessions', async () => {
    const { status, headers } = await stepUp(noraHere);
    expect(status).toBe(200);
    const filter = {};
    const preview = await ask(postPreview, 'POST', '/api/staff/sessions/preview', headers, { filter });
    expect(preview.status).toBe(200);
    const { asOf, count, seal } = await preview.json();
    const revoked = await ask(postRevoke, 'POST', '/api/staff/sessions/revoke', headers, {
      filter,
      asOf,
      expectedCount: count,
      seal,
    });
    expect(revoked.status).toBe(200);
    expect(await revoked.json()).toMatchObject({ left: 0 });
  });
});
