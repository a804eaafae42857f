/**
 * Challenges for passkeys. A challenge is a seal of what it is for, so that handing one out creates no key: it comes back
 * in what the browser signed. Good for five minutes, at this origin, once.
 */
import { sealData, unsealData } from 'iron-session';
import { z } from 'zod';
import { config, secrets } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { digestOf } from '#lib/sessions/token.ts';
import { MINUTE } from '#lib/time.ts';
import { relyingParty } from '#lib/webauthn.ts';

export const CHALLENGE_MS = 5 * MINUTE;

const NEVER_EXPIRES = 0;
const MAX_CHARS = 1500;

type Purpose = 'sign-in' | 'step-up' | 'add';

const sealedSchema = z.object({
  purpose: z.string(),
  origin: z.string(),
  /** Of the session's token, which a step-up changes; empty for nobody's. */
  session: z.string(),
  /** By Redis' clock, which judges it. */
  expiresAt: z.number(),
});

export type Challenge = { text: string; expiresAt: number };

/** A new challenge, base64url; with a session, for it alone. Sends nothing; about 0.3 ms of CPU. */
export async function newChallenge(
  redis: Redis,
  purpose: Purpose,
  session?: SessionDocument,
): Promise<string> {
  const sealed: z.infer<typeof sealedSchema> = {
    purpose,
    origin: config().origin,
    session: session?.tokenDigest ?? '',
    expiresAt: Math.round(await redisNow(redis)) + CHALLENGE_MS,
  };
  const seal = await sealData(sealed, { password: secrets().sessionSecrets, ttl: NEVER_EXPIRES });
  return Buffer.from(seal).toString('base64url');
}

/**
 * The challenge that an answer of an authenticator signed. Throws `challenge_expired` unless it is ours, for this purpose
 * and session, and young enough. Whether it was signed rightly, and used before, is not asked here.
 */
export async function requireChallenge(
  redis: Redis,
  { response: { clientDataJSON } }: { response: { clientDataJSON: string } },
  purpose: Purpose,
  session?: SessionDocument,
): Promise<Challenge> {
  const text = challengeIn(clientDataJSON);
  const seal = text && Buffer.from(text, 'base64url').toString('latin1');
  const found = seal && (await unsealData(seal, { password: secrets().sessionSecrets, ttl: NEVER_EXPIRES }));
  const { data } = sealedSchema.safeParse(found);
  const fits =
    data?.purpose === purpose &&
    data.origin === config().origin &&
    data.session === (session?.tokenDigest ?? '') &&
    data.expiresAt > (await redisNow(redis));
  if (!text || !fits) throw expired();
  return { text, expiresAt: data.expiresAt };
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    const { challenge } = Object(said);
    return typeof challenge === 'string' && challenge.length <= MAX_CHARS ? challenge : null;
  } catch {
    return null;
  }
}

/** Uses a challenge up, or throws `challenge_expired` when it was used before. SET NX for its remaining time, O(1). */
export async function spendChallenge(redis: Redis, { text, expiresAt }: Challenge): Promise<void> {
  const leftMs = Math.max(1, Math.ceil(expiresAt - (await redisNow(redis))));
  const first = await redis.set(keys.challenge(digestOf(text)), '1', {
    condition: 'NX',
    expiration: { type: 'PX', value: leftMs },
  });
  if (first === null) throw expired();
}

/** What `navigator.credentials.get` takes, as JSON. */
export const requestOptionsSchema = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number(),
  userVerification: z.literal('required'),
  allowCredentials: z
    .array(z.object({ type: z.literal('public-key'), id: z.string(), transports: z.array(z.string()) }))
    .describe('Empty: the passkey says whose it is.'),
});
export type RequestOptions = z.input<typeof requestOptionsSchema>;

export const requestOptions = (
  challenge: string,
  allowCredentials: RequestOptions['allowCredentials'] = [],
): RequestOptions => ({
  challenge,
  rpId: relyingParty().id,
  timeout: CHALLENGE_MS,
  userVerification: 'required',
  allowCredentials,
});

/** For a sign-in of whoever asks. Creates no key. */
export const signInOptions = async (redis: Redis): Promise<RequestOptions> =>
  requestOptions(await newChallenge(redis, 'sign-in'));

const expired = () =>
  new BankError('challenge_expired', 'This took too long, or was used before. Please try again.');
