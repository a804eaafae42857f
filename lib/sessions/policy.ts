/**
 * How long sessions live: policy is data. `idleMs` counts from the last activity, `absoluteMs` from sign-in, and
 * both are judged by the times in the session document against Redis' clock.
 * Sources: OWASP ASVS 5.0 V7.3, PSD2 RTS article 4(3)(d) (five minutes without activity).
 */
import { DAY, HOUR, MINUTE } from '#lib/time.ts';

export type SessionPolicy = {
  idleMs: number;
  absoluteMs: number;
  /** Sessions a user may have at once; a sign-in above it evicts the oldest. */
  maxSessions: number;
};

export const SESSION_POLICIES = {
  standard: { idleMs: HOUR, absoluteMs: 12 * HOUR, maxSessions: 10 },
  remembered: { idleMs: 7 * DAY, absoluteMs: 7 * DAY, maxSessions: 10 },
  psd2: { idleMs: 5 * MINUTE, absoluteMs: 12 * HOUR, maxSessions: 10 },
  staff: { idleMs: 15 * MINUTE, absoluteMs: 8 * HOUR, maxSessions: 2 },
} as const satisfies Record<string, SessionPolicy>;

export type PolicyName = keyof typeof SESSION_POLICIES;
export const POLICY_NAMES = Object.keys(SESSION_POLICIES) as [PolicyName, ...PolicyName[]];

/** Activity is written at most this often: each write re-indexes the document and drops its cached copies. */
export const touchStepMs = ({ idleMs }: SessionPolicy): number => Math.min(MINUTE, idleMs / 10);

/** After a rotation the old secret still answers "rotated" for this long; it authorises nothing. */
export const ROTATION_GRACE_MS = 30_000;

/** How long a step-up allows sensitive acts. */
export const STEP_UP_MS = 5 * MINUTE;

/** Wrong passwords within a session that end it. */
export const STEP_UP_TRIES = 5;

/** How long a record of why a session ended is kept. */
export const ENDED_KEPT_MS = DAY;
