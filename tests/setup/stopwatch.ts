/** Limits of time that a test holds. What a machine does to it meanwhile is no fault of what is measured. */

const STEP_MS = 10;

/**
 * Begins to measure. The answered function ends it and says how many milliseconds this process has had: moments in which
 * it stood still, as on a busy machine, are left out.
 */
export function stopwatch(): () => number {
  let [hadMs, lastMs] = [0, performance.now()];
  const timer = setInterval(() => {
    const nowMs = performance.now();
    hadMs += Math.min(nowMs - lastMs, 2 * STEP_MS);
    lastMs = nowMs;
  }, STEP_MS).unref();
  return () => {
    clearInterval(timer);
    return hadMs;
  };
}
