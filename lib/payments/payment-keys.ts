/** Keys for payments: passkeys that a customer enrolled to prove payments with. The payments process alone writes them. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Actor, actorOf } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { type Passkey, readPasskey } from '#lib/identity/passkeys.ts';
import type { UserTag } from '#lib/ids.ts';
import { type Redis, webRedis } from '#lib/redis/client.ts';
import { readFields } from '#lib/redis/fields.ts';
import { keys } from '#lib/redis/keys.ts';
import { noteWrongCode } from '#lib/sign-in/refusals.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { requireStepUp } from '#lib/sign-in/step-up.ts';
import { authenticationResponseSchema, credentialIdSchema, relyingParty } from '#lib/webauthn.ts';
import { millis, minor } from '#lib/whole-number.ts';
import { enrolChallengeOf } from './challenge.ts';
import { readLimits } from './limits.ts';
import { confirmSchema } from './payment.ts';
import { recordSeen } from './record.ts';
import { codeSchema, sendRequest, waitFor } from './requests.ts';

const paymentKeyViewSchema = z
  .object({ id: z.string(), name: z.string(), enrolledAt: millis, usedAt: millis.optional() })
  .meta({ id: 'PaymentKey' });

/** As stored, by credential id. */
const storedKeySchema = z.object({
  /** COSE, in base64url. */
  publicKey: z.string(),
  /** Signatures it said it made; whatever it proves compares and raises it. */
  counter: z.number().int(),
  name: z.string(),
  transports: z.array(z.string()).optional(),
  enrolledAt: millis,
  usedAt: millis.optional(),
  /** What enrolled it. */
  request: z.string().optional(),
});
type StoredKey = z.infer<typeof storedKeySchema>;
export type PaymentKey = StoredKey & { id: string };

/** In place of a removed key, so that it comes back no more. */
const removedKeySchema = z.object({ removedAt: millis });
/** Beside the keys, for some minutes: why a request to enrol one was refused. */
const refusedField = (request: string) => `:refused:${request}`;
const refusedSchema = z.enum(['conflict', 'wrong_code', 'bad_proof']);

/** The keys that count, oldest first. HGETALL, O(keys). */
export async function readPaymentKeys(redis: Redis, user: UserTag): Promise<PaymentKey[]> {
  return keysIn(await readFields(redis, keys.paymentKeys(user)));
}

const keysIn = (fields: Record<string, string>): PaymentKey[] =>
  Object.entries(fields)
    .filter(([id]) => !id.startsWith(':'))
    .map(([id, json]) => ({ id, key: JSON.parse(json) }))
    .filter(({ key }) => !removedKeySchema.safeParse(key).success)
    .map(({ id, key }): PaymentKey => ({ id, ...storedKeySchema.parse(key) }))
    .sort((one, other) => one.enrolledAt - other.enrolledAt);

export const paymentKeysSchema = z.object({
  items: z.array(paymentKeyViewSchema).describe('Oldest first.'),
  limits: z.object({
    perPaymentMinor: minor,
    perDayMinor: minor,
    leftTodayMinor: minor,
    renewsAt: millis.describe('When the day’s limit begins anew.'),
  }),
});

const code = codeSchema.describe(
  'From outside the web, by `npm run user -- payment-code`: each key needs one of its own.',
);

/** What to sign, to enrol one of one’s passkeys. */
export const enrolQuestionSchema = z.strictObject({ id: credentialIdSchema, code });
export const enrolOptionsSchema = confirmSchema.omit({ expiresAt: true }).extend({
  credentials: confirmSchema.shape.credentials.describe('The passkey that is to be enrolled.'),
});

export const enrolSchema = z.strictObject({
  id: credentialIdSchema,
  code,
  assertion: authenticationResponseSchema.describe('By the passkey that is to be enrolled.'),
});

/** One of the customer's passkeys. Throws not_found. HGET, O(1). */
async function requirePasskey(redis: Redis, user: UserTag, id: string): Promise<Passkey> {
  const stored = await readPasskey(redis, user, id);
  if (stored) return stored.passkey;
  throw new BankError('not_found', 'There is no such passkey.');
}

/** What to sign, to enrol one of one's passkeys. Throws not_found. HGET, O(1). */
export async function enrolOptions(
  redis: Redis,
  user: UserTag,
  { id, code }: z.output<typeof enrolQuestionSchema>,
): Promise<z.infer<typeof enrolOptionsSchema>> {
  const { publicKey, transports } = await requirePasskey(redis, user, id);
  return {
    challenge: enrolChallengeOf(user, id, publicKey, code),
    rpId: relyingParty().id,
    credentials: [{ id, transports }],
  };
}

type PaymentKeys = z.infer<typeof paymentKeysSchema>;

/** Keys and limits as their owner sees them. Two HGETALLs, O(keys). */
export async function paymentKeysOf(redis: Redis, user: UserTag): Promise<PaymentKeys> {
  const [enrolled, limits] = await Promise.all([readPaymentKeys(redis, user), readLimits(redis, user)]);
  return {
    items: enrolled.map(({ id, name, enrolledAt, usedAt }) => ({ id, name, enrolledAt, usedAt })),
    limits,
  };
}

const REFUSED_KEY = {
  conflict: 'This passkey is a key for payments, or was one, or there are as many as there may be.',
  wrong_code: 'This code is wrong, used or too old.',
  bad_proof: 'This was not confirmed by that passkey.',
};

/**
 * Asks to enrol one of one's passkeys; false when the payments process has not answered within two seconds. Throws
 * `not_found`, `conflict`, `wrong_code`, which the audit log has, and `bad_proof`. XADD and HGETALLs, O(keys).
 */
export async function enrolKey(
  redis: Redis,
  user: UserTag,
  actor: Actor,
  given: z.output<typeof enrolSchema>,
): Promise<boolean> {
  const { publicKey, name, transports } = await requirePasskey(redis, user, given.id);
  const request = randomUUID();
  await sendRequest(redis, 'enrol', user, { ...given, request, publicKey, name, transports });
  const answer = await waitFor(async () => {
    const fields = await readFields(redis, keys.paymentKeys(user));
    const reason = fields[refusedField(request)];
    if (reason !== undefined) return refusedSchema.parse(reason);
    return keysIn(fields).some((key) => key.request === request) ? 'enrolled' : null;
  });
  if (answer === 'wrong_code') await noteWrongCode(redis, user, actor);
  if (answer !== null && answer !== 'enrolled') throw new BankError(answer, REFUSED_KEY[answer]);
  if (answer) await recordSeen(redis, user, actor, { act: 'payment_key_added', detail: { name } });
  return answer !== null;
}

/**
 * Asks to remove a key, for ever. Throws `step_up_required`, `not_found`, and `starting` when nobody removed it within two
 * seconds: it will be, later.
 */
export async function removeKey(session: Session, id: string, headers: RequestHeaders): Promise<void> {
  await requireStepUp(session);
  const [redis, { user }] = [webRedis(), session.document];
  const find = async () => (await readPaymentKeys(redis, user)).find((key) => key.id === id);
  const key = await find();
  if (!key) throw new BankError('not_found', 'There is no such key for payments.');
  await sendRequest(redis, 'unenrol', user, { id });
  if ((await waitFor(async () => ((await find()) ? null : true))) === null) {
    const detail = 'It confirms payments still, for a moment: the bank removes it as soon as it can.';
    throw new BankError('starting', detail, { retryAfterSeconds: 2 });
  }
  const event = { act: 'payment_key_removed' as const, detail: { name: key.name } };
  await recordSeen(redis, user, actorOf(session.document, headers), event);
}

/**
 * Asks to remove the keys that go with a passkey, or with all of them when they end: what signs in no more confirms nothing
 * either. Does not wait. HGETALL and an XADD a key, O(keys).
 */
export async function endKeys(redis: Redis, user: UserTag, passkey?: string): Promise<void> {
  for (const { id } of await readPaymentKeys(redis, user)) {
    if (passkey === undefined || passkey === id) await sendRequest(redis, 'unenrol', user, { id });
  }
}
