/** The demo's history is loaded once and in time, and the audit is a program whose status can be relied on. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserTag } from '#lib/ids.ts';
import { keys } from '#lib/redis/keys.ts';
import { sessionSignalSchema, signalChannel } from '#lib/sessions/signals.ts';
import { SECOND } from '#lib/time.ts';
import { spent } from '../bench/measure/cpu.ts';
import { redisPid } from '../bench/measure/site.ts';
import { entriesOf, type Run, startRun, tickingRefs } from './ledger-runs.ts';

let run: Run;
let admin: Awaited<ReturnType<Run['connect']>>;

beforeAll(async () => {
  run = await startRun();
  admin = await run.connect('admin');
  expect((await run.job('ops/deploy.ts')).status).toBe(0);
});
afterAll(() => run?.stop());

it('an audit of nothing is no success', async () => {
  expect(await run.audit()).toEqual({ status: 1, output: 'There is no account to audit.\n' });
});

it('the history of all demo customers is loaded in under 20 seconds of a processor, with progress, once', async () => {
  // Of this process with the job, which is its child, and of Redis: what others do on this machine is not counted.
  const processes = { job: process.pid, redis: await redisPid(run.server.urls.admin) };
  const { result: first, cpu } = await spent(processes, () => run.job('ops/seed.ts'));
  expect(Object.values(cpu).reduce((sum, ms) => sum + ms, 0)).toBeLessThan(20 * SECOND);
  expect(first.status).toBe(0);
  expect(first.output).toMatch(/history {2}\d+%, [\d,]+\/s, \d+ s left {2}[\d,]+ of [\d,]+\n/);
  expect(first.output).toMatch(/\d,\d{3} entries in [\d.]+ s\./);
  const keysBefore = await admin.dbSize();
  expect(await run.job('ops/seed.ts')).toEqual({ status: 0, output: 'The demo is loaded already.\n' });
  expect(await admin.dbSize()).toBe(keysBefore);
  const refs = await tickingRefs(admin);
  expect(refs).toHaveLength(3);
  for (const ref of refs) expect((await entriesOf(admin, ref)).length).toBeGreaterThan(1800);
});

it('a load that was interrupted goes on where it stopped', async () => {
  const [ref] = await tickingRefs(admin);
  if (!ref) throw new Error('nobody ticks');
  const before = await run.audit();
  // As if it had been stopped after all but the marks were written.
  await admin.hDel(keys.deployed(), 'history');
  expect((await run.job('ops/seed.ts')).output).toContain('0 entries');
  expect((await run.audit()).output).toBe(before.output);
});

/** What streams of sessions that these users have hear from now on, and how many such sessions there still are then. */
async function streamsEnded(users: UserTag[]) {
  const heard: unknown[] = [];
  const listening = await run.connect('web');
  for (const user of users) {
    const sessions = keys.sessions(user);
    await admin.zAdd(sessions, { score: 1, value: 'a session' });
    await listening.subscribe(signalChannel(user), async (message) => {
      const left = await admin.exists(sessions);
      heard.push({ ...sessionSignalSchema.parse(JSON.parse(message)), left });
    });
  }
  return heard;
}

it('--reset makes a new demo, leaves nothing of the old, ends its streams, and touches nothing but the bank’s', async () => {
  await admin.set('somebody else', 'x');
  const old = await tickingRefs(admin);
  const ended = await streamsEnded(old.map(({ user }) => user));
  const { status, output } = await run.job('ops/seed.ts', '--reset');
  expect(status).toBe(0);
  expect(output).toMatch(/^[\d,]+ keys removed\.\n/);
  const left: string[] = [];
  for (const { user } of old) {
    for await (const found of admin.scanIterator({ MATCH: `*${user}*`, COUNT: 5000 })) left.push(...found);
  }
  expect(left).toEqual([]);
  expect(await admin.get('somebody else')).toBe('x');
  // Told once each, and when the session was gone already.
  await expect
    .poll(() => ended)
    .toEqual(old.map(() => ({ kind: 'ended_all', except: '', reason: 'staff', left: 0 })));
  expect(await run.audit()).toMatchObject({
    status: 0,
    output: expect.stringMatching(/^ok {5}(.*\n){5}5 accounts/),
  });
});

it('an altered balance fails the audit, which names the account; put right, it passes', async () => {
  const [ref] = await tickingRefs(admin);
  if (!ref) throw new Error('nobody ticks');
  await admin.hIncrBy(keys.account(ref), 'balance', 1);
  const { status, output } = await run.audit();
  expect(status).toBe(1);
  expect(output).toContain(`WRONG  ${keys.account(ref)}`);
  expect(output).toContain('1 of 5 accounts are WRONG.');
  await admin.hIncrBy(keys.account(ref), 'balance', -1);
  expect((await run.audit()).status).toBe(0);
});

it('an account that is gone, though a customer’s document names it, fails the audit', async () => {
  const [ref] = await tickingRefs(admin);
  if (!ref) throw new Error('nobody ticks');
  await admin.rename(keys.account(ref), 'kept');
  const { status, output } = await run.audit();
  expect(status).toBe(1);
  expect(output).toMatch(/WRONG .*\n {7}there is no such account/);
  await admin.rename('kept', keys.account(ref));
  expect((await run.audit()).status).toBe(0);
});
