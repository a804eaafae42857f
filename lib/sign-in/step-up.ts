/** Step-up: proving again who one is, by password or passkey, before a sensitive act (OWASP ASVS 5.0 V7.5). */
import { z } from 'zod';
import { type AuditEvent, actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { needsPasskey, readPasskeys } from '#lib/identity/passkeys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { STEP_UP_MS } from '#lib/sessions/policy.ts';
import { rotateSession } from '#lib/sessions/rotate.ts';
import { isSteppedUp } from '#lib/sessions/step-up-state.ts';
import { formatToken } from '#lib/sessions/token.ts';
import { authenticationResponseSchema, type PasskeyResponse } from '#lib/webauthn.ts';
import { newChallenge, type RequestOptions, requestOptions } from './challenge.ts';
import { type SessionCookie, sealToken } from './cookie.ts';
import { requireOwnPasskey, requireOwnPassword } from './own-proof.ts';
import { requireSession, type Session, sessionChanged } from './require-session.ts';

const MAX_PASSWORD_CHARS = 256;

export const stepUpSchema = z.union([
  z.strictObject({ password: z.string().max(MAX_PASSWORD_CHARS) }),
  z.strictObject({ passkey: authenticationResponseSchema }),
]);

/** A password of a form, which anybody may have sent; empty when there is none. */
export function givenPassword(form: FormData, field = 'password'): string {
  const given = form.get(field);
  return typeof given === 'string' ? given.slice(0, MAX_PASSWORD_CHARS) : '';
}

export type SteppedUp = Session & {
  /** Until when sensitive acts are allowed. */
  untilMs: number;
  /** The new token, for a bearer's body alone. */
  token: string;
  /** Null for bearer. */
  cookie: SessionCookie | null;
};

/**
 * Proves the session's user by their password and rotates the token: the one that was sent authorises nothing any
 * more. Throws as `requireOwnPassword`; `passkey_required` for staff with a passkey; `session_rotated` when another step-up
 * came first.
 */
export async function stepUp(headers: RequestHeaders, password: string): Promise<SteppedUp> {
  const { document } = await requireSession(headers, { ask: 'redis' });
  if (await needsPasskey(webRedis(), document)) {
    throw new BankError('passkey_required', 'Please confirm with your passkey.');
  }
  return rotated(headers, await requireOwnPassword(headers, password), {});
}

/** As `stepUp`, by a passkey, whose challenge ends with the token. Throws as `requireOwnPasskey`. */
export const stepUpWithPasskey = async (
  headers: RequestHeaders,
  response: PasskeyResponse,
): Promise<SteppedUp> => rotated(headers, await requireOwnPasskey(headers, response), { method: 'passkey' });

/**
 * What `navigator.credentials.get` takes for a step-up of this session: its user's passkeys, but for those in doubt.
 * HGETALL, O(10).
 */
export async function stepUpOptions({ document }: Session): Promise<RequestOptions> {
  const redis = webRedis();
  const passkeys = await readPasskeys(redis, document.user);
  return requestOptions(
    await newChallenge(redis, 'step-up', document),
    passkeys
      .filter(([, { doubt }]) => doubt === undefined)
      .map(([id, { transports }]) => ({ type: 'public-key', id, transports })),
  );
}

async function rotated(
  headers: RequestHeaders,
  document: SessionDocument,
  detail: AuditEvent['detail'],
): Promise<SteppedUp> {
  const redis = webRedis();
  const token = await rotateSession(redis, document, {
    stepUp: true,
    record: () =>
      makeAuditEntries(redis, document.user, actorOf(document, headers), [{ act: 'stepped_up', detail }]),
  });
  if (token === null) return sessionChanged(headers);
  const nowMs = await redisNow(redis);
  const keepMs = document.policy === 'remembered' ? document.absoluteExpiresAt - nowMs : undefined;
  return {
    document: { ...document, stepUpAt: Math.round(nowMs) },
    untilMs: Math.min(Math.round(nowMs) + STEP_UP_MS, document.absoluteExpiresAt),
    token: formatToken(token),
    cookie: document.transport === 'cookie' ? await sealToken(token, keepMs) : null,
  };
}

/** Throws `step_up_required` unless the step-up is younger than five minutes. Give it a session read from Redis. */
export async function requireStepUp({ document }: Session): Promise<void> {
  if (isSteppedUp(document, await redisNow(webRedis()))) return;
  throw new BankError('step_up_required', 'Please give your password again first.');
}
