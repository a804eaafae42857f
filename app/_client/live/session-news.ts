import type { EventOf } from '#app/_client/bank.ts';

/** What a page hears of the customer's other sessions; lib/live/session-news.ts says it. */
export type SessionNews = Exclude<EventOf<'session'>, { kind: 'ended' }>;

const KINDS: ReadonlySet<string> = new Set([
  'created',
  'left',
  'password_changed',
  'preferences',
] satisfies SessionNews['kind'][]);

/** A kind that a newer server knows is not for this page. */
export const isSessionNews = (told: { kind: string }): told is SessionNews => KINDS.has(told.kind);
