import { afterAll, expect, it, vi } from 'vitest';
import { POST as postLogin } from '#app/api/auth/login/route.ts';
import { writeNote } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';
import { noteRoom } from '#lib/redis/room.ts';
import { endOtherSessions, endOwnSession } from '#lib/sign-in/end-sessions.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { stepUp } from '#lib/sign-in/step-up.ts';
import { newAccountId } from '../api/api-world.ts';
import { stateOf, withRedis } from '../sessions/session-helpers.ts';
import { headersOf, newPerson, PASSWORD, refusal, signedIn } from './sign-in-helpers.ts';

withRedis();
const room = { memory: 0, diskBytes: 1e12, writable: true };
afterAll(() => noteRoom(room));

it('with little of the disk left nobody signs in and no note is written, and what is left is for endings', async () => {
  const ann = await newPerson();
  const [here, there] = [await signedIn(ann), await signedIn(ann)];
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  noteRoom({ ...room, diskBytes: 1e6 });
  const signIn = await postLogin(
    new Request('http://localhost:8080/api/auth/login', {
      method: 'POST',
      headers: { ...Object.fromEntries(headersOf()), 'content-type': 'application/json' },
      body: JSON.stringify({ username: ann.username, password: PASSWORD }),
    }),
    { params: Promise.resolve({}) },
  );
  expect([signIn.status, signIn.headers.get('retry-after')]).toEqual([503, '2']);
  const ref = { user: ann.user, account: newAccountId() };
  await expect(writeNote(webRedis(), ref, 1, { text: 'x', tags: [] })).rejects.toThrow('disk of Redis');

  const { cookie } = await stepUp(here.headers, PASSWORD);
  const headers = headersOf({ cookie: `${cookie?.name}=${cookie?.value}` });
  const session = await requireSession(headers, { ask: 'redis' });
  expect(await endOtherSessions(session, headers)).toBe(1);
  expect(await stateOf(there.token)).toBe('ended');
  expect(await endOwnSession(session.document, session.document.sid, 'signed_out', headers)).toBe(true);
  expect(await refusal(requireSession(headers))).toBe('session_ended:signed_out');
  said.mockRestore();
});
