/** How long to wait before connecting again: doubling, with jitter so that a bank's browsers do not return as one. */
const FIRST_MS = 500;
/** Low enough that everything is live within five seconds of the bank's return. */
const MAX_MS = 3000;

/** `attempt` counts from 0. Between half and all of min(3 s, 0.5 s × 2^attempt), never below `minMs`. */
export function backoffMs(attempt: number, minMs = 0, random: () => number = Math.random): number {
  const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.max(minMs, ceiling * (0.5 + random() / 2));
}
