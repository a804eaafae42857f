/**
 * The one error family. A code is stable and public (clients switch on it); the status belongs to the code;
 * the detail is a sentence for people. Whatever is thrown and is not a BankError is a defect: a bland 500.
 */
export const ERROR_STATUS = {
  bad_request: 400,
  credential_conflict: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  session_ended: 401,
  session_rotated: 401,
  bad_token: 401,
  cross_origin: 403,
  forbidden: 403,
  step_up_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  note_changed: 409,
  too_large: 413,
  unsupported_media_type: 415,
  throttled: 429,
  internal: 500,
  redis_unavailable: 503,
  starting: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export type ErrorExtras = {
  /** Seconds, sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** Faults by field, for 400. */
  fields?: Record<string, string>;
  /** Why a session ended, for `session_ended`. */
  reason?: string;
  cause?: unknown;
};

export class BankError extends Error {
  readonly code: ErrorCode;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, detail: string, extras: ErrorExtras = {}) {
    super(detail, { cause: extras.cause });
    this.name = 'BankError';
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

/**
 * Errors of the Redis client that mean "could not be asked", by class name: the classes are duplicated when a
 * bundler copies the package, so `instanceof` would miss them.
 */
const UNREACHABLE = new Set([
  'ClientClosedError',
  'ClientOfflineError',
  'ConnectionTimeoutError',
  'DeadlineError',
  'DisconnectsClientError',
  'ReconnectStrategyError',
  'RootNodesUnavailableError',
  'SocketClosedUnexpectedlyError',
  'SocketTimeoutError',
  'TimeoutError',
  'AbortError',
]);
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
/**
 * Replies a server gives while it cannot serve: loading its file, refusing writes, busy in a script; and what its search
 * says, without such a code, when it did not get done in the time that it may take.
 */
const UNREADY_REPLY =
  /^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|READONLY|MISCONF|OOM|NOREPLICAS)\b|Timeout limit was reached/;

/** True when an error means that Redis could not be asked or could not answer, rather than that it said no. */
export function isRedisUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  return (
    UNREACHABLE.has(error.constructor.name) ||
    UNREACHABLE.has(error.name) ||
    (code !== undefined && UNREACHABLE_CODES.has(code)) ||
    UNREADY_REPLY.test(error.message)
  );
}

/** Turns anything thrown into a BankError; an unknown error becomes `internal` with its cause kept for the log. */
export function toBankError(error: unknown): BankError {
  if (error instanceof BankError) return error;
  // Of lib/sessions, which knows no error of ours; by name, as above.
  if (error instanceof Error && error.name === 'BusyError') {
    return new BankError('throttled', error.message, { retryAfterSeconds: 1, cause: error });
  }
  if (isRedisUnavailable(error)) {
    return new BankError(
      'redis_unavailable',
      'The bank is not reachable for a moment. Nothing was lost; please try again.',
      {
        retryAfterSeconds: 2,
        cause: error,
      },
    );
  }
  return new BankError('internal', 'Something went wrong on our side. Nothing was changed.', {
    cause: error,
  });
}
