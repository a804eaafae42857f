import { expect, it, vi } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { entryCount, seqRange } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { TRIM_BATCH } from '#lib/ledger/trim.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { newTrimmer, TRIM_SLACK } from '#worker/trimming.ts';
import { freshRef, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, worker] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('worker')]);

const KEEP = 20;
const never = new AbortController().signal;
const held = async (ref: AccountRef) => entryCount(await seqRange(worker, ref));

/** Books so many entries one after another and hands what is over to `add`, as the worker does. */
async function book(ref: AccountRef, count: number, add: (refs: AccountRef[]) => unknown): Promise<void> {
  for (let made = 0; made < count; made++) {
    const booked = await postEntry(worker, ref, posting());
    await add(booked.status === 'booked' && booked.entries > KEEP + TRIM_SLACK ? [ref] : []);
  }
}

it('an account is trimmed in whole batches: never more than one above its bound, and every number follows', async () => {
  const ref = await freshRef(deploy);
  const trimmer = newTrimmer(worker, KEEP, never);
  const after: number[] = [];
  await book(ref, 2 * TRIM_BATCH + KEEP + 5, async (refs) => {
    trimmer.add(refs);
    await trimmer.idle();
    after.push(await held(ref));
  });
  expect(Math.max(...after)).toBe(KEEP + TRIM_SLACK);
  const trimmed = after.filter((count, at) => count < (after[at - 1] ?? 0));
  expect(trimmed).toEqual([KEEP, KEEP]);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: KEEP + 5, faults: [] });
});

it('no booking waits for a trim, and one that hangs keeps nobody from being booked', async () => {
  const ref = await freshRef(deploy);
  const hung = { hmGet: () => new Promise(() => undefined) } as unknown as Redis;
  const trimmer = newTrimmer(hung, KEEP, never);
  await book(ref, KEEP + TRIM_BATCH + 3, (refs) => trimmer.add(refs));
  expect(await held(ref)).toBe(KEEP + TRIM_BATCH + 3);
  const rest = newTrimmer(worker, KEEP, never);
  rest.add([ref, ref]);
  await rest.idle();
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: KEEP, faults: [] });
});

it('an account that cannot be trimmed is said, keeps no other from it, and comes again', async () => {
  const warned = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const [damaged, good] = [await freshRef(deploy), await freshRef(deploy)];
  for (const ref of [damaged, good]) await book(ref, KEEP + 3, () => undefined);
  const totals = await admin.hGetAll(keys.totals(damaged));
  await admin.del(keys.totals(damaged));
  const trimmer = newTrimmer(worker, KEEP, never);
  trimmer.add([damaged, good]);
  await trimmer.idle();
  expect([await held(damaged), await held(good)]).toEqual([KEEP + 3, KEEP]);
  // Whatever else this process logs meanwhile is about none of these.
  const lines = warned.mock.calls.map(([line]) => String(line));
  expect(lines.filter((line) => line.includes(damaged.account))).toHaveLength(1);
  expect(lines.join('')).not.toContain(good.account);
  warned.mockRestore();
  await admin.hSet(keys.totals(damaged), totals);
  trimmer.add([damaged]);
  await trimmer.idle();
  expect(await auditAccount(deploy, damaged)).toMatchObject({ entries: KEEP, faults: [] });
});

it('an account is looked at once for each time it is due', async () => {
  const [first, second] = [await freshRef(deploy), await freshRef(deploy)];
  for (const ref of [first, second]) await book(ref, KEEP + 3, () => undefined);
  const looked = vi.spyOn(worker, 'hmGet');
  const ofFirst = () => looked.mock.calls.filter(([key]) => key === keys.account(first)).length;
  const trimmer = newTrimmer(worker, KEEP, never);
  trimmer.add([first]);
  await trimmer.idle();
  const before = ofFirst();
  expect(before).toBeGreaterThan(0);
  trimmer.add([second]);
  await trimmer.idle();
  expect(ofFirst()).toBe(before);
  looked.mockRestore();
});

it('a worker that is stopping begins no trim', async () => {
  const ref = await freshRef(deploy);
  await book(ref, KEEP + 3, () => undefined);
  const trimmer = newTrimmer(worker, KEEP, AbortSignal.abort());
  trimmer.add([ref]);
  await trimmer.idle();
  expect(await held(ref)).toBe(KEEP + 3);
});
