/** Why a session ended, told only to a holder of its token. Codes; the words are in the message catalogue. */
export const END_REASONS = [
  /** Its own user signed out of it. */
  'signed_out',
  /** Its user ended it from another session. */
  'revoked',
  /** Its user ended all (other) sessions. */
  'revoked_all',
  /** The same browser signed in again. */
  'replaced',
  /** More sessions than allowed: it was the oldest. */
  'too_many',
  'password_changed',
  'role_changed',
  /** Ended by the operator's staff. */
  'staff',
  /** The password was asked for within the session and was wrong too often. */
  'step_up_failed',
  /** No activity for as long as its policy allows. */
  'idle',
  /** As old as its policy allows. */
  'absolute',
  /** One of the two clocks ran out, and Redis has removed the document since. */
  'expired',
] as const;

export type EndReason = (typeof END_REASONS)[number];
