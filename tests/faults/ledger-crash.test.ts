/** Redis dies while entries are trimmed, and its file is torn; kills while postings are under way are in table/. */
import { readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountId, AccountRef, UserTag } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import type { Redis } from '#lib/redis/client.ts';
import { HOUR } from '#lib/time.ts';
import { entriesOf, type Run, startRun } from './ledger-runs.ts';
import { numberedPostings } from './numbered-postings.ts';

const KILLS = process.env.SOAK ? 30 : 3;

let run: Run;
let deploy: Redis;
let worker: Redis;
const refs: AccountRef[] = ['A', 'B', 'C', 'D'].map((letter) => ({
  user: letter.repeat(22) as UserTag,
  account: `a_${letter.repeat(10)}` as AccountId,
}));

beforeAll(async () => {
  run = await startRun();
  expect((await run.job('ops/deploy.ts')).status).toBe(0);
  [deploy, worker] = await Promise.all([run.connect('deploy'), run.connect('worker')]);
  for (const ref of refs) {
    await openAccount(deploy, ref, {
      number: '1000000001',
      name: 'Current account',
      currency: 'USD',
      openingBalanceMinor: 0,
      openingAt: Date.now() - HOUR,
      ticking: true,
    });
  }
});
afterAll(() => run?.stop());

const posting = numberedPostings('crash');

const restored = async () => {
  await expect.poll(() => worker.isReady && deploy.isReady).toBe(true);
};
const faults = async () => {
  const audits = await Promise.all(refs.map((ref) => auditAccount(deploy, ref)));
  return audits.flatMap((audit) => audit?.faults ?? ['gone']);
};
const bookedIds = async () => {
  const entries = await Promise.all(refs.map((ref) => entriesOf(deploy, ref)));
  return entries.flat().map(({ id }) => id);
};

it(`kill -9 in mid-trim, ${KILLS} times: every number still follows from the entries that are left`, async () => {
  const KEEP = 10;
  for (let round = 0; round < KILLS; round++) {
    for (const ref of refs) for (let more = 0; more < 60; more++) await postEntry(worker, ref, posting());
    const before = await bookedIds();
    const trims = Promise.allSettled(
      refs.map(async (ref) => {
        // Down one by one: many scripts, of which the kill meets one.
        for (let keep = 60; keep >= KEEP; keep--) await trimAccount(worker, ref, keep);
      }),
    );
    await sleep(5 + Math.random() * 40);
    await run.server.halt('SIGKILL');
    await trims;
    await run.server.resume();
    await restored();
    expect(await faults()).toEqual([]);
    const left = await bookedIds();
    expect(left.filter((id) => !before.includes(id))).toEqual([]);
    for (const ref of refs) expect(await trimAccount(worker, ref, KEEP)).toBeGreaterThanOrEqual(0);
    expect(await faults()).toEqual([]);
    for (const ref of refs) expect((await entriesOf(deploy, ref)).length).toBe(KEEP);
  }
});

it('a file torn anywhere within a posting loses that posting whole, also at the start after the next', async () => {
  const aof = path.join(run.server.folder, 'appendonlydir');
  for (const bytes of [1, 40, 300, 1100]) {
    const [ref] = refs;
    if (!ref) throw new Error('no account');
    const before = await bookedIds();
    const lost = posting();
    await postEntry(worker, ref, lost);
    await run.server.halt('SIGTERM');
    const file = path.join(aof, readdirSync(aof).find((name) => name.endsWith('.incr.aof')) ?? '');
    truncateSync(file, statSync(file).size - bytes);
    await run.server.resume();
    await restored();
    expect((await bookedIds()).sort()).toEqual(before.sort());
    // Another one first: what was left of the lost one would be carried out with it.
    await postEntry(worker, ref, posting());
    await postEntry(worker, ref, lost);
    await run.server.halt('SIGTERM');
    await run.server.resume();
    await restored();
    expect(await faults(), `${bytes} bytes`).toEqual([]);
    expect((await bookedIds()).filter((id) => id === lost.id)).toHaveLength(1);
  }
});
