/**
 * The gate: every page, handler and action calls it before its first read. `proxy.tsx` only spares people pages that
 * would fail.
 */
import { BankError } from '#lib/errors.ts';
import { holdAtWork } from '#lib/http/at-work.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { webRedis, webSources } from '#lib/redis/client.ts';
import { recordOwner } from '#lib/redis/recorder.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import type { EndReason } from '#lib/sessions/reasons.ts';
import { isTouchDue, touchSession } from '#lib/sessions/touch.ts';
import { type ReceivedCredential, receivedCredential } from './credential.ts';

export type Session = { document: SessionDocument };

export type SessionOptions = {
  /** Whether the request counts as activity. Prefetches and `X-Activity: background` never do. */
  activity?: 'active' | 'background';
  /** `redis` skips the cache, for sensitive acts. */
  ask?: 'cache' | 'redis';
};

const PREFETCH_HEADERS = ['next-router-prefetch', 'next-router-segment-prefetch'];

/** Whether the request declares itself as background. */
export function isBackground(headers: RequestHeaders): boolean {
  return (
    headers.get('x-activity') === 'background' ||
    /prefetch|prerender/i.test(headers.get('sec-purpose') ?? headers.get('purpose') ?? '') ||
    PREFETCH_HEADERS.some((name) => headers.has(name))
  );
}

/**
 * The live session of a request. Throws `not_signed_in` (no credential, or no seal of ours), `session_ended` with its
 * reason, `session_rotated`, `bad_token`, `credential_conflict`, `throttled` (too much at work), or `redis_unavailable`:
 * never a guess. Creates no key and sets no cookie. Two cached reads, and at most one touch a minute.
 */
export async function requireSession(
  headers: RequestHeaders,
  options: SessionOptions = {},
): Promise<Session> {
  const received = await receivedCredential(headers);
  if (!received) throw new BankError('not_signed_in', 'Please sign in.');
  const reading = await readSession(webSources(), received.token, { ask: options.ask });
  if (reading.state === 'rotated') {
    throw new BankError('session_rotated', 'This token was replaced by a newer one. Repeat with that one.');
  }
  if (reading.state === 'ended') throw ended(reading.reason);
  if (reading.state === 'wrong_secret') throw badToken();
  if (reading.state === 'unknown') throw unknownSession(received);
  const { document, nowMs } = reading;
  holdAtWork(headers, document);
  // A cookie's token as bearer, or a bearer's in a cookie: stolen or misused.
  if (document.transport !== received.transport) throw badToken();
  recordOwner(document.user);

  const active = options.activity !== 'background' && !isBackground(headers);
  if (!active || !isTouchDue(document, nowMs)) return { document };
  const touched = await touchSession(webRedis(), document);
  // It ended between read and touch: read again for the reason.
  if ('ended' in touched) return requireSession(headers, { activity: 'background', ask: 'redis' });
  return { document: { ...document, lastActiveAt: Math.round(nowMs), idleExpiresAt: touched.idleExpiresAt } };
}

/** As `requireSession`, with null for every refusal; only `redis_unavailable` throws. */
export async function getSession(
  headers: RequestHeaders,
  options: SessionOptions = {},
): Promise<Session | null> {
  try {
    return await requireSession(headers, options);
  } catch (error) {
    if (error instanceof BankError && error.status < 500) return null;
    throw error;
  }
}

/** For a step that found another session than the gate had let in: it is over or was rotated, and the gate says why. */
export async function sessionChanged(headers: RequestHeaders): Promise<never> {
  await requireSession(headers, { ask: 'redis', activity: 'background' });
  throw new BankError('conflict', 'Your sessions changed at the same moment. Please try again.');
}

const ended = (reason: EndReason) =>
  new BankError('session_ended', 'Your session has ended. Please sign in again.', { reason });

const badToken = () => new BankError('bad_token', 'This token is not valid. Please sign in again.');

/**
 * A seal is ours, so its session existed and has ended. A bearer may be a guess: a missing session and a wrong secret
 * must look alike.
 */
const unknownSession = ({ transport }: ReceivedCredential) =>
  transport === 'cookie' ? ended('expired') : badToken();
