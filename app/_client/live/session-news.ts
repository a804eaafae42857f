/** What a page hears of the customer's other sessions; lib/live/session-news.ts says it. */
export type SessionNews =
  | { kind: 'created'; sid: string; browser: string; system: string }
  /** One that is over; without a sid, all the others. */
  | { kind: 'left'; sid?: string }
  | { kind: 'password_changed' }
  | { kind: 'preferences'; changed: Record<string, string | boolean> };

const KINDS: ReadonlySet<string> = new Set([
  'created',
  'left',
  'password_changed',
  'preferences',
] satisfies SessionNews['kind'][]);

/** A kind that a newer server knows is not for this page. */
export const isSessionNews = (told: { kind: string }): told is SessionNews => KINDS.has(told.kind);
