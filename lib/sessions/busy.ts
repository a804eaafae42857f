/**
 * Very many acts on one user's sessions ran at the same moment, and this one's turn did not come. Nothing was done;
 * a moment later it will work.
 */
export class BusyError extends Error {
  override name = 'BusyError';
  readonly code = 'throttled';
  readonly retryAfterSeconds = 1;
}
