/** A bank that is copied while it runs, and stands again elsewhere. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createUser, newUserTag } from '#lib/identity/users.ts';
import { isAccountId } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { freePort } from '#scripts/lib/ports.mjs';
import { DATA, throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { seededData } from '#tests/setup/seeded.ts';
import { type Copy, copyOfTheBank, endAll, pidOf, result, runIn } from './start-runs.ts';

let here: Copy;
let elsewhere: Copy;
let PORT: string;
beforeAll(async () => {
  here = await copyOfTheBank();
  elsewhere = await copyOfTheBank();
  cpSync(await seededData(), path.join(here.folder, '.data/redis', DATA), { recursive: true });
  PORT = String(await freePort());
});
afterEach(async () => {
  for (const copy of [here, elsewhere]) expect(await endAll(copy)).toEqual([]);
});
afterAll(() => {
  here.remove();
  elsewhere.remove();
});

const backupIn = (copy: Copy, name: string) => path.join(path.dirname(copy.folder), name);
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
const audit = async (copy: Copy, env: Record<string, string> = {}) => {
  const ledger = await result(copy, 'job.mjs', ['ops/audit-ledger.ts'], env);
  const log = await result(copy, 'job.mjs', ['ops/audit-log.ts'], env);
  return [ledger, log].map(({ status, output }) => ({ status, lines: output.split('\n').sort() }));
};

test('a backup of a running bank has both audits equal where it is restored, and signs nobody out', async () => {
  const backup = backupIn(here, 'backup');
  const bank = runIn(here, 'start.mjs', [], { PORT });
  await bank.printed('Redis Bank is ready');
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ username: 'bob', password: 'foobared' });
  const origin = `http://localhost:${PORT}`;
  const signedIn = await fetch(`${origin}/api/auth/login`, { method: 'POST', headers, body });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  // It books nothing between the audits and the backup.
  process.kill(pidOf(here, 'worker'), 'SIGSTOP');
  const before = await audit(here);
  expect(before.map(({ status }) => status)).toEqual([0, 0]);
  expect(await result(here, 'backup.mjs', [backup])).toMatchObject({ status: 0 });
  process.kill(pidOf(here, 'worker'), 'SIGCONT');
  for (const file of filesBelow(backup)) expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600]);
  expect(statSync(backup).mode & 0o777).toBe(0o700);
  const again = await result(here, 'backup.mjs', [backup]);
  expect([again.status, again.output]).toEqual([1, expect.stringContaining('no backup is written over')]);
  bank.child.kill('SIGINT');
  expect(await bank.ended).toBe(0);

  expect(await result(elsewhere, 'restore.mjs', [backup])).toMatchObject({ status: 0 });
  expect(await audit(elsewhere)).toEqual(before);
  const restored = runIn(elsewhere, 'start.mjs', [], { PORT });
  await restored.printed('Redis Bank is ready');
  const session = await fetch(`${origin}/api/session`, { headers: { cookie } });
  expect([session.status, await session.json()]).toEqual([200, expect.objectContaining({ username: 'bob' })]);
  restored.child.kill('SIGINT');
  expect(await restored.ended).toBe(0);
});

test('a bank that is there is not restored over, and what is no backup is not taken for one', async () => {
  const backup = backupIn(here, 'backup');
  const keptBefore = readFileSync(path.join(elsewhere.folder, '.data/secrets.json'), 'utf8');
  const over = await result(elsewhere, 'restore.mjs', [backup]);
  expect([over.status, over.output]).toEqual([1, expect.stringContaining('There is a bank here already')]);
  expect(readFileSync(path.join(elsewhere.folder, '.data/secrets.json'), 'utf8')).toBe(keptBefore);

  for (const name of ['redis', 'secrets.json'])
    rmSync(path.join(elsewhere.folder, '.data', name), { recursive: true });
  const none = await result(elsewhere, 'restore.mjs', [elsewhere.folder]);
  expect([none.status, none.output]).toEqual([1, expect.stringContaining('is no backup')]);
  const torn = backupIn(here, 'torn');
  mkdirSync(torn);
  const whole = readFileSync(path.join(backup, 'dump.rdb'));
  writeFileSync(path.join(torn, 'dump.rdb'), whole.subarray(0, whole.length / 2));
  cpSync(path.join(backup, 'secrets.json'), path.join(torn, 'secrets.json'));
  expect((await result(elsewhere, 'restore.mjs', [torn])).status).toBe(1);
  for (const left of ['redis', 'secrets.json', 'restored.part'])
    expect([left, existsSync(path.join(elsewhere.folder, '.data', left))]).toEqual([left, false]);
});

test('a backup taken while entries are posted is of one moment: every number follows from the entries', async () => {
  const server = await throwAwayRedis();
  const redis = await connectRedis(server.urls.admin, { name: 'test', deadlineMs: 5000 });
  const [user, account] = [newUserTag(), 'a_backup0001'];
  if (!isAccountId(account)) throw new TypeError(account);
  const opening = { openingBalanceMinor: 0, openingAt: 1, ticking: false };
  await openAccount(redis, { user, account }, { number: '1', name: 'Account', currency: 'USD', ...opening });
  const profile = { name: 'Ann', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' };
  const password = 'correct horse battery';
  await createUser(redis, { username: 'ann', password, role: 'user', profile, accounts: [account], user });
  let posting = true;
  let posted = 0;
  const postings = (async () => {
    for (; posting; posted++) {
      const entry = { id: `p-${posted}`, amountMinor: 100, counterparty: 'Tesco', counterpartyAccount: '2' };
      const more = { description: 'x', category: 'groceries', type: 'card', at: Date.now() } as const;
      await postEntry(redis, { user, account }, { ...entry, ...more });
    }
  })();
  const env = { REDIS_URL: server.urls.admin, SESSION_SECRETS: `1:${'s'.repeat(40)}` };
  await expect.poll(() => posted).toBeGreaterThan(50);
  const before = posted;
  const made = await result(here, 'backup.mjs', [backupIn(here, 'moving')], env);
  const after = posted;
  posting = false;
  await postings;
  await redis.close();
  await server.stop();
  expect([made.status, after]).toEqual([0, expect.toSatisfy((count: number) => count > before)]);

  expect(await result(elsewhere, 'restore.mjs', [backupIn(here, 'moving')])).toMatchObject({ status: 0 });
  const [ledger] = await audit(elsewhere);
  const entries = Number(/([\d,]+) entries/.exec(ledger?.lines.join('\n') ?? '')?.[1]?.replaceAll(',', ''));
  expect([ledger?.status, entries]).toEqual([0, expect.toSatisfy((count: number) => count >= before)]);
});
