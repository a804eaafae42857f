import { refusalMeasure } from '#lib/measures.ts';

/**
 * The error family. A code is stable and public (clients switch on it) and has one status; the detail is a sentence
 * for people. Anything else that is thrown is a defect: a bland 500.
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
  passkey_doubtful: 403,
  passkey_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  note_changed: 409,
  challenge_expired: 409,
  too_large: 413,
  unsupported_media_type: 415,
  // Why a payment is refused; lib/payments/payment.ts has those that its document may hold.
  not_enough: 422,
  over_payment_limit: 422,
  over_day_limit: 422,
  to_self: 422,
  unknown_account: 422,
  name_close: 422,
  name_differs: 422,
  other_currency: 422,
  expired: 422,
  bad_proof: 422,
  no_key: 422,
  account_closed: 422,
  wrong_code: 422,
  idempotency_key_reused: 422,
  throttled: 429,
  internal: 500,
  redis_unavailable: 503,
  starting: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Of a refused payment, by its code: what there is, the limit and when it renews, the holder's name on a close match. */
export type Facts = { availableMinor?: number; limitMinor?: number; renewsAt?: number; name?: string };

export type ErrorExtras = {
  /** Seconds, sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** Faults by field, for 400. */
  fields?: Record<string, string>;
  /** Why a session ended, for `session_ended`. */
  reason?: string;
  /** What the sentence about a payment names. */
  facts?: Facts;
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
 * The Redis client's errors that mean "unavailable", by class name: bundled copies of the package break `instanceof`.
 */
const UNREACHABLE = new Set([
  'ClientClosedError',
  'ClientOfflineError',
  'ConnectionTimeoutError',
  'DeadlineError',
  'DisconnectsClientError',
  'NoRoomError',
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
 * Replies of a server that cannot serve: loading, refusing writes, busy in a script; and a search that ran out of
 * time, which has no code.
 */
const UNREADY_REPLY =
  /^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|READONLY|MISCONF|OOM|NOREPLICAS)\b|Timeout limit was reached/;

/** True when an error means that Redis was unavailable, rather than that it refused. */
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

/** Turns anything thrown into a BankError; unknown errors become `internal`, with the cause for the log. */
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

/** A page's error passes several on its way. */
const told = new WeakSet<BankError>();

/** As `toBankError`, where an answer is made of it: told to whoever counts refusals, once an error. */
export function answeredError(error: unknown): BankError {
  const known = toBankError(error);
  if (!told.has(known)) refusalMeasure.tell(known.code);
  told.add(known);
  return known;
}
