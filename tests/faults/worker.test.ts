/** Workers as processes, on the clock as it is: each tick once, whoever dies. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountId, AccountRef, UserTag } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { keys } from '#lib/redis/keys.ts';
import { HOUR, TICK } from '#lib/time.ts';
import { seededData } from '#tests/setup/seeded.ts';
import { addTicking } from '#worker/ticking.ts';
import { type Run, startRun, tickingRefs, ticksOf, untilAfterTick } from './ledger-runs.ts';

let run: Run;
let admin: Awaited<ReturnType<Run['connect']>>;
const IDLE = { user: 'IDLEIDLEIDLEIDLEIDLEID' as UserTag, account: 'a_idleidle00' as AccountId };

beforeAll(async () => {
  run = await startRun({ data: await seededData() });
  admin = await run.connect('admin');
  // Its worker was down for two hours, as far as it can tell.
  await openAccount(admin, IDLE, {
    number: '1000000001',
    name: 'Current account',
    currency: 'USD',
    openingBalanceMinor: 0,
    openingAt: Date.now() - 2 * HOUR,
    ticking: true,
  });
  await addTicking(admin, IDLE, true);
});
afterAll(() => run?.stop());

const tickNow = () => Math.floor(Date.now() / TICK);
const auditIsClean = async () => {
  const { status, output } = await run.audit();
  expect(output).not.toContain('WRONG');
  expect(status).toBe(0);
};
/** Until the tick that runs now is booked, and on a slow machine those that come meanwhile. */
async function untilBooked(refs: AccountRef[]): Promise<void> {
  const now = tickNow();
  const last = async () => Promise.all(refs.map(async (ref) => (await ticksOf(admin, ref)).at(-1) ?? 0));
  await expect.poll(async () => Math.min(...(await last().catch(() => [0])))).toBeGreaterThanOrEqual(now);
}

/** Every tick from the first that was booked, once, in order. */
const expectDense = async (refs: AccountRef[]) => {
  for (const ref of refs) {
    const ticks = await ticksOf(admin, ref);
    expect(ticks).toEqual(ticks.map((_, index) => (ticks[0] ?? 0) + index));
  }
};

const busyRefs = async () => (await tickingRefs(admin)).filter(({ user }) => user !== IDLE.user);
const expectAllBooked = async (refs: AccountRef[]) => {
  await untilBooked(refs);
  await expectDense(refs);
  await auditIsClean();
};

it('two workers side by side book each tick once, on the tens of the clock, and replay nothing', async () => {
  const [refs, first] = [await tickingRefs(admin), tickNow()];
  expect(refs).toHaveLength(4);
  run.startWorker();
  run.startWorker();
  const fewest = async () =>
    Math.min(...(await Promise.all(refs.map(async (ref) => (await ticksOf(admin, ref)).length))));
  await expect.poll(fewest, { timeout: 6 * TICK, interval: 500 }).toBeGreaterThanOrEqual(3);
  // What is read one after another is to be of one tick.
  await untilAfterTick(1000);
  await untilBooked(refs.filter(({ user }) => user !== IDLE.user));
  for (const ref of refs) {
    const ticks = await ticksOf(admin, ref);
    expect(ticks[0]).toBeGreaterThanOrEqual(first - 1);
    if (ref.user === IDLE.user) continue;
    const samples = await admin.ts.range(keys.balanceSeries(ref), (ticks[0] ?? 0) * TICK, '+');
    expect(samples.map(({ timestamp }) => timestamp)).toEqual(ticks.map((tick) => tick * TICK));
    // Each is told once, and the account says which was the last.
    const told = (await admin.xRange(keys.stream(ref.user), '-', '+')) ?? [];
    expect(told.length).toBe(ticks.length);
    expect(Number(await admin.hGet(keys.account(ref), 'tick'))).toBe(ticks.at(-1));
  }
  await expectDense(refs);
  await auditIsClean();
});

it('a worker killed in mid-posting leaves nothing half: the other one books the tick', async () => {
  const refs = await busyRefs();
  const doomed = run.startWorker();
  await sleep(1500);
  await untilAfterTick(2);
  doomed.kill('SIGKILL');
  await expectAllBooked(refs);
});

it('Redis away over a tick, for less than a tick: nothing is missed, however long before the booking it went', async () => {
  const refs = await busyRefs();
  await untilAfterTick(-1000);
  await run.server.halt('SIGKILL');
  await untilAfterTick(6500);
  await run.server.resume();
  await expectAllBooked(refs);
});

it('Redis killed in mid-posting and started again: the workers carry on by themselves, nothing is booked twice', async () => {
  const refs = await busyRefs();
  await untilAfterTick(3);
  await run.server.halt('SIGKILL');
  await sleep(1000);
  await run.server.resume();
  await expectAllBooked(refs);
});
