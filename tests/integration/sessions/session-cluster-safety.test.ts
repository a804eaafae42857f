import { expect, it } from 'vitest';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { updateApplicationData } from '#lib/sessions/application-data.ts';
import { createSession } from '#lib/sessions/create.ts';
import { revokeAllSessions, revokeSession } from '#lib/sessions/revoke.ts';
import { rotateSession } from '#lib/sessions/rotate.ts';
import { noteStepUpFailure } from '#lib/sessions/step-up-state.ts';
import { touchSession } from '#lib/sessions/touch.ts';
import { watchScripts } from '../redis/declared-keys.ts';
import { adminRedis, age, given, newUser, withRedis } from './session-helpers.ts';

withRedis();

it('every key that a script of sessions touches is declared, and all are in one slot', async () => {
  const scripts = await watchScripts(adminRedis());
  const [user, redis] = [await newUser(), scripts.declaring(webRedis())];
  const made = [];
  // One more than the limit, so that the oldest makes room.
  for (let at = 0; at < 11; at++) made.push(await createSession(redis, given(user)));
  const [gone, one, two] = made;
  if (!gone || !one || !two) throw new Error('a session was refused');
  await age(one.token, 30 * 60_000, ['lastActiveAt', 'createdAt']);
  expect(await touchSession(redis, one.document)).toHaveProperty('idleExpiresAt');
  expect(await updateApplicationData(redis, one, { seen: true })).toBe(true);
  expect(await noteStepUpFailure(redis, one.document)).toBe(true);
  expect(await rotateSession(redis, one.document, { stepUp: true })).not.toBeNull();
  expect(await revokeSession(redis, two.document, 'revoked')).toBe(true);
  expect(await revokeAllSessions(redis, user, 'revoked_all', one.token.sid)).toBe(8);
  await scripts.check(user, [
    keys.epoch(user),
    keys.sessions(user),
    keys.session(user, one.token.sid),
    keys.ended(user, gone.token.sid),
    keys.ended(user, two.token.sid),
  ]);
  scripts.stop();
});
