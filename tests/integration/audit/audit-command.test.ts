import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { freshTag, given } from '../sessions/session-helpers.ts';
import { headersOf } from '../sign-in/sign-in-helpers.ts';

const run = promisify(execFile);

describe('npm run audit:log', () => {
  it('says of every audit log that it is unbroken, and fails naming the entry where one is not', async () => {
    // Of its own: it looks at every user there is.
    const server = await throwAwayRedis();
    const admin = await connectRedis(server.urls.admin, { name: 'test-audit', deadlineMs: 5000 });
    const check = (more: Record<string, string> = {}) =>
      run(process.execPath, ['ops/audit-log.ts'], {
        env: { ...process.env, REDIS_URL: server.urls.deploy, ...more },
      }).then(
        ({ stdout }) => ({ status: 0, stdout }),
        ({ code, stdout }: { code: number; stdout: string }) => ({ status: code, stdout }),
      );
    try {
      const [one, two] = [freshTag(), freshTag()];
      for (const user of [one, two, two]) {
        await admin.set(keys.epoch(user), '1');
        await createSession(admin, given(user), (document) =>
          makeAuditEntries(admin, user, actorOf(document, headersOf()), [{ act: 'signed_in' }]),
        );
      }
      const good = await check();
      expect([good.status, good.stdout]).toEqual([
        0,
        expect.stringContaining('3 entries of 2 users, each as it was'),
      ]);

      await admin.json.set(keys.audit(two, 1), '$.address', '198.51.100.1');
      const bad = await check();
      expect([bad.status, bad.stdout]).toEqual([1, expect.stringContaining(`${two}  entry 1: changed`)]);
      expect(bad.stdout).toContain(`${one}  1 entry, unbroken`);

      const otherKey = await check({ SESSION_SECRETS: '2:another-secret-another-secret-another-00' });
      expect([otherKey.status, otherKey.stdout]).toEqual([1, expect.stringContaining('key unknown')]);
    } finally {
      admin.destroy();
      await server.stop();
    }
  });
});
