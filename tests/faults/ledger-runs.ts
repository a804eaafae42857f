/** A Redis of a test's own with its data on disk, and the bank's jobs and workers run on it as processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { tickOf } from '#demo/generator.ts';
import type { AccountRef } from '#lib/ids.ts';
import { seqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { ledgerEntrySchema } from '#lib/ledger/schema.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { TICK } from '#lib/time.ts';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { withoutLate } from '#tests/setup/job-output.ts';
import { SESSION_SECRETS } from '#tests/setup/seeded.ts';
import { readTicking } from '#worker/ticking.ts';

export type Run = Awaited<ReturnType<typeof startRun>>;

export async function startRun(from: { data?: string } = {}) {
  const server = await throwAwayRedis(from);
  const envOf = (part: 'deploy' | 'worker') =>
    environmentFor(part, { env: process.env, urls: server.urls, sessionSecrets: SESSION_SECRETS });
  const open: Redis[] = [];
  const workers = new Set<ChildProcess>();

  const connect = async (part: keyof typeof server.urls) => {
    const redis = await connectRedis(server.urls[part], { name: `test-${part}`, deadlineMs: 3000 });
    open.push(redis);
    return redis;
  };
  const job = (file: string, ...args: string[]) =>
    withoutLate(capture(process.execPath, [inRoot(file), ...args], { cwd: inRoot(), env: envOf('deploy') }));
  const startWorker = () => {
    const child = spawn(process.execPath, [inRoot('worker/worker.ts')], {
      cwd: inRoot(),
      env: envOf('worker'),
      stdio: 'ignore',
    });
    workers.add(child);
    return child;
  };
  const stop = async () => {
    for (const child of workers) child.kill('SIGKILL');
    for (const redis of open) redis.destroy();
    await server.stop();
  };
  return { server, connect, job, startWorker, stop, audit: () => job('ops/audit-ledger.ts') };
}

/** Waits until so many milliseconds after the next ten of the clock; Redis runs on this machine's. */
export async function untilAfterTick(ms: number): Promise<void> {
  await sleep(TICK - (Date.now() % TICK) + ms);
}

/** The accounts that tick. */
export const tickingRefs = async (redis: Redis): Promise<AccountRef[]> =>
  (await readTicking(redis)).map(({ ref }) => ref);

export async function entriesOf(redis: Redis, ref: AccountRef) {
  const { first, last } = await seqRange(redis, ref);
  const seqs = seqsDown(last, first).reverse();
  if (seqs.length === 0) return [];
  const names = seqs.map((seq) => keys.entry(ref, seq));
  const found = (await redis.json.mGet(names, '$')) as unknown as ([unknown] | null)[];
  return found.map((row) => ledgerEntrySchema.parse(row?.[0]));
}

/** The numbers of the ticks that were done, each by its sample of the available balance: all that is later than the history. */
export async function ticksOf(redis: Redis, ref: AccountRef): Promise<number[]> {
  const endOfHistory = Number(await redis.hGet(keys.deployed(), 'historyEndsAt'));
  const samples = await redis.ts.range(keys.balanceSeries(ref), endOfHistory + 1, '+');
  return samples.map(({ timestamp }) => tickOf(timestamp));
}
