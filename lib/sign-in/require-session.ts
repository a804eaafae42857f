/**
 * The one gate. Every page, handler and action passes through here before its first read; `proxy.ts` only spares
 * people a page that could not be shown.
 */
import { BankError } from '#lib/errors.ts';
import { cachedRedis, webRedis } from '#lib/redis/client.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import type { EndReason } from '#lib/sessions/reasons.ts';
import { isTouchDue, touchSession } from '#lib/sessions/touch.ts';
import { type Presented, presentedCredential } from './credential.ts';

export type Session = { document: SessionDocument };

export type SessionOptions = {
  /** Whether this request is a sign of life. Prefetches and `X-Activity: background` never are. */
  activity?: 'active' | 'background';
  /** `redis` passes the cached copy by: for acts that must not rest on one. */
  ask?: 'cache' | 'redis';
};

const PREFETCH_HEADERS = ['next-router-prefetch', 'next-router-segment-prefetch'];

/** Whether the request says of itself that nobody is behind it. */
export function isBackground(headers: Headers): boolean {
  return (
    headers.get('x-activity') === 'background' ||
    /prefetch|prerender/i.test(headers.get('sec-purpose') ?? headers.get('purpose') ?? '') ||
    PREFETCH_HEADERS.some((name) => headers.has(name))
  );
}

/**
 * The live session of a request. Throws `not_signed_in` (nothing presented, or no seal of ours), `session_ended`
 * with its reason, `session_rotated`, `bad_token`, `credential_conflict`, or `redis_unavailable`: never a guess.
 * Creates no key and sets no cookie, whatever is presented. Two cached reads, and at most once a minute a touch.
 */
export async function requireSession(headers: Headers, options: SessionOptions = {}): Promise<Session> {
  const presented = await presentedCredential(headers);
  if (!presented) throw new BankError('not_signed_in', 'Please sign in.');
  const sources = { redis: webRedis(), cached: cachedRedis() };
  const reading = await readSession(sources, presented.token, { ask: options.ask });
  if (reading.state === 'rotated') {
    throw new BankError('session_rotated', 'This token was replaced by a newer one. Repeat with that one.');
  }
  if (reading.state === 'ended') throw ended(reading.reason);
  if (reading.state === 'wrong_secret') throw badToken();
  if (reading.state === 'unknown') throw unknownSession(presented);
  const { document, nowMs } = reading;
  // The cookie's token in a header, or the other way round: stolen or misused.
  if (document.transport !== presented.transport) throw badToken();

  const active = options.activity !== 'background' && !isBackground(headers);
  if (!active || !isTouchDue(document, nowMs)) return { document };
  const touched = await touchSession(webRedis(), document);
  // It ended between the read and the touch: what Redis says now is the answer, with its reason.
  if ('ended' in touched) return requireSession(headers, { activity: 'background', ask: 'redis' });
  return { document: { ...document, lastActiveAt: Math.round(nowMs), idleExpiresAt: touched.idleExpiresAt } };
}

/** As `requireSession`, with null for whatever it refuses; only `redis_unavailable` still throws. */
export async function getSession(headers: Headers, options: SessionOptions = {}): Promise<Session | null> {
  try {
    return await requireSession(headers, options);
  } catch (error) {
    if (error instanceof BankError && error.status < 500) return null;
    throw error;
  }
}

const ended = (reason: EndReason) =>
  new BankError('session_ended', 'Your session has ended. Please sign in again.', { reason });

const badToken = () => new BankError('bad_token', 'This token is not valid. Please sign in again.');

/**
 * A seal can only come from us, so its session did exist and Redis has removed it at its end. A bearer could be
 * anybody's guess: a missing session and a wrong secret must look alike.
 */
const unknownSession = ({ transport }: Presented) => (transport === 'cookie' ? ended('expired') : badToken());
