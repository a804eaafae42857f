import { expect, it, vi } from 'vitest';
import { tickOf } from '#demo/generator.ts';
import type { AccountRef } from '#lib/ids.ts';
import { entryCount, seqRange } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { TRIM_BATCH } from '#lib/ledger/trim.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, dayOf, HOUR, startOfDay } from '#lib/time.ts';
import { bookBatch, newBooks } from '#worker/booking.ts';
import { newTrimmer, TRIM_SLACK } from '#worker/trimming.ts';
import { freshRef, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, worker] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('worker')]);

const KEEP = 20;
/** Holds go in pairs. */
const KEPT = expect.toBeOneOf([KEEP - 1, KEEP]);
const never = new AbortController().signal;
const held = async (ref: AccountRef) => {
  return entryCount(await seqRange(worker, ref), await worker.hGet(keys.account(ref), 'kept'));
};

/** Books this many ticks one after another and hands what is over to `add`. */
async function book(ref: AccountRef, count: number, add: (refs: AccountRef[]) => unknown): Promise<void> {
  const books = newBooks();
  // In a night, when nothing of the plan is due.
  const end = tickOf(startOfDay(dayOf(Date.now() - DAY, 'UTC'), 'UTC') + 4 * HOUR);
  for (let tick = end - count; tick < end; tick++) {
    const over = await bookBatch(worker, books, new Set([{ ref, tick, offsetMs: 0 }]), KEEP + TRIM_SLACK);
    await add(over.map((item) => item.ref));
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
  expect(trimmed).toEqual([KEPT, KEPT]);
  const [first = 0, second = 0] = trimmed;
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: first + second + 5 - KEEP, faults: [] });
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
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: KEPT, faults: [] });
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
  expect([await held(damaged), await held(good)]).toEqual([KEEP + 3, KEPT]);
  // Whatever else this process logs meanwhile is about none of these.
  const lines = warned.mock.calls.map(([line]) => String(line));
  expect(lines.filter((line) => line.includes(damaged.account))).toHaveLength(1);
  expect(lines.join('')).not.toContain(good.account);
  warned.mockRestore();
  await admin.hSet(keys.totals(damaged), totals);
  trimmer.add([damaged]);
  await trimmer.idle();
  expect(await auditAccount(deploy, damaged)).toMatchObject({ entries: KEPT, faults: [] });
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
