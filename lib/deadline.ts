/** Promises with a deadline. */

/** No answer in time. The work may still be done. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/** As `work`, or a DeadlineError after `limitMs`; a later rejection is ignored. */
export async function withDeadline<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`no reply within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Gives every promise that it is handed the same deadline, with one timer for all: a DeadlineError after `limitMs`,
 * calling `missed`. `heard` is called for each that is fulfilled, late or not. A result that has arrived is never late because
 * the process was: between the timer, which runs first after a stall, and the verdict, sockets are read.
 */
export function sharedDeadline(
  limitMs: number,
  { heard, missed }: { heard: () => void; missed: () => void },
): <T>(work: Promise<T>) => Promise<T> {
  type Waiting = { dueAtMs: number; reject: (error: Error) => void };
  // The oldest first, which is due first.
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;

  function arm() {
    const [oldest] = waiting;
    const leftMs = oldest && Math.max(1, oldest.dueAtMs - performance.now());
    timer = oldest && setTimeout(() => setImmediate(judge), leftMs).unref();
  }
  function judge() {
    const now = performance.now();
    for (const one of waiting) {
      if (one.dueAtMs > now) break;
      waiting.delete(one);
      one.reject(new DeadlineError(`no reply within ${limitMs} ms`));
      missed();
    }
    arm();
  }
  return (work) =>
    new Promise((resolve, reject) => {
      const one = { dueAtMs: performance.now() + limitMs, reject };
      waiting.add(one);
      work.then(
        (value) => {
          waiting.delete(one);
          heard();
          resolve(value);
        },
        (error: Error) => {
          waiting.delete(one);
          reject(error);
        },
      );
      if (!timer) arm();
    });
}
