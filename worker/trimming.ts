/** Trims accounts above their bound beside the booking, so that no entry waits for it. */
import type { AccountRef } from '#lib/ids.ts';
import { TRIM_BATCH, trimAccount } from '#lib/ledger/trim.ts';
import { log } from '#lib/log.ts';
import type { Redis } from '#lib/redis/client.ts';

/**
 * How far an account may be above its bound before it is trimmed, in one whole batch: an entry of a batch costs an
 * eighth of a posting (tests/bench/trimming.bench.ts), one alone as much as a posting. Above it comes what is booked
 * while others are trimmed, which is one account at a time.
 */
export const TRIM_SLACK = TRIM_BATCH - 1;

export type Trimmer = {
  /** Takes accounts into the queue, each once. Waits for nothing. */
  add: (refs: readonly AccountRef[]) => void;
  /** Settles when the queue is empty, or the trim in hand is done after the signal. Never rejects. */
  idle: () => Promise<void>;
};

/** One that fails is logged and comes again with its next entry: what is due follows from the account alone. */
export function newTrimmer(redis: Redis, keep: number, signal: AbortSignal): Trimmer {
  const queue = new Map<string, AccountRef>();
  let running: Promise<void> | undefined;
  const run = async () => {
    for (const [key, ref] of queue) {
      if (signal.aborted) break;
      await trimAccount(redis, ref, keep).catch((error: unknown) => {
        if (!signal.aborted) log.warn('an account was not trimmed', { account: ref.account, error });
      });
      queue.delete(key);
    }
  };
  return {
    add: (refs) => {
      for (const ref of refs) queue.set(`${ref.user}:${ref.account}`, ref);
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    idle: async () => {
      await running;
    },
  };
}
