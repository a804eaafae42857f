import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toBankError } from '#lib/errors.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { updateApplicationData } from '#lib/sessions/application-data.ts';
import { createSession } from '#lib/sessions/create.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import { revokeAllSessions, revokeSession } from '#lib/sessions/revoke.ts';
import { touchSession } from '#lib/sessions/touch.ts';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { fillDisk } from '#tests/setup/full-disk.ts';
import { freshTag, given } from './session-helpers.ts';

// A server of its own, since it is made to be full.
let server: Awaited<ReturnType<typeof throwAwayRedis>>;
let admin: Redis;
let web: Redis;
beforeAll(async () => {
  server = await throwAwayRedis();
  admin = await connectRedis(server.urls.admin, { name: 'test-full', deadlineMs: 5000 });
  web = await connectRedis(server.urls.web, { name: 'test-full-web', deadlineMs: 5000 });
});
afterAll(async () => {
  admin?.destroy();
  web?.destroy();
  await server?.stop();
});

describe('when the memory of Redis is full', () => {
  it('sessions can be read and ended, activity is skipped, and nobody new is let in', async () => {
    const user = freshTag();
    await admin.set(keys.epoch(user), '1');
    const made = [];
    for (let at = 0; at < 3; at++) made.push(await createSession(web, given(user)));
    const [one, two, three] = made;
    if (!one || !two || !three) throw new Error('none');
    await admin.json.numIncrBy(keys.session(user, two.token.sid), '$.lastActiveAt', -120_000);
    await admin.configSet('maxmemory', '1');

    expect((await readSession({ redis: web }, one.token)).state).toBe('active');
    expect(await touchSession(web, two.document)).toEqual({ idleExpiresAt: two.document.idleExpiresAt });
    expect(await updateApplicationData(web, two, { theme: 'dark' })).toBe(true);
    await expect(createSession(web, given(user))).rejects.toThrow(/OOM/);

    expect(await revokeSession(web, one.token, 'signed_out')).toBe(true);
    expect(await readSession({ redis: web }, one.token)).toEqual({ state: 'ended', reason: 'signed_out' });
    expect(await revokeAllSessions(web, user, 'revoked_all', three.token.sid)).toBe(1);
    expect(await readSession({ redis: web }, two.token)).toEqual({ state: 'ended', reason: 'revoked_all' });
    expect((await readSession({ redis: web }, three.token)).state).toBe('active');
  });
});

describe('when the disk of Redis is full', () => {
  it('sessions can be read, activity is skipped, and what would be written is refused as at full memory', async () => {
    const refused = (doing: Promise<unknown>) =>
      doing.then(
        () => null,
        (error: unknown) => toBankError(error),
      );
    const user = freshTag();
    await admin.configSet('maxmemory', '0');
    await admin.set(keys.epoch(user), '1');
    const made = await createSession(web, given(user));
    if (!made) throw new Error('none');
    await admin.json.numIncrBy(keys.session(user, made.token.sid), '$.lastActiveAt', -120_000);
    await admin.configSet('maxmemory', '1');
    const full = await refused(createSession(web, given(user)));
    await admin.configSet('maxmemory', '0');

    const makeRoom = await fillDisk(admin, server.folder);
    expect((await readSession({ redis: web }, made.token)).state).toBe('active');
    expect(await touchSession(web, made.document)).toEqual({ idleExpiresAt: made.document.idleExpiresAt });
    expect(await updateApplicationData(web, made, { theme: 'dark' })).toBe(true);
    for (const doing of [
      () => createSession(web, given(user)),
      () => revokeSession(web, made.token, 'signed_out'),
      () => revokeAllSessions(web, user, 'revoked_all'),
    ]) {
      const error = await refused(doing());
      expect(String(error?.extras.cause)).toMatch(/MISCONF/);
      expect([error?.status, error?.code, error?.message]).toEqual([503, full?.code, full?.message]);
    }
    await makeRoom();
    expect(await revokeSession(web, made.token, 'signed_out')).toBe(true);
  });
});
