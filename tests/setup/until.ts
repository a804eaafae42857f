/** Waiting in a test. How long a busy machine takes is no fault: what never holds fails within the test's own time. */
import { vi } from 'vitest';

export const WAIT_MS = 30_000;

/** Resolves when it holds; rejects after WAIT_MS. `expect.poll` waits as long. */
export const until = (holds: () => unknown): Promise<unknown> =>
  vi.waitUntil(holds, { timeout: WAIT_MS, interval: 10 });
