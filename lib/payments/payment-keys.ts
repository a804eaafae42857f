/** Keys for payments: passkeys that a customer enrolled to prove payments with. The payments process alone writes them. */
import { z } from 'zod';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { readFields } from '#lib/redis/fields.ts';
import { keys } from '#lib/redis/keys.ts';
import { authenticationResponseSchema } from '#lib/webauthn.ts';
import { millis, minor } from '#lib/whole-number.ts';
import { confirmSchema } from './payment.ts';

const paymentKeyViewSchema = z
  .object({ id: z.string(), name: z.string(), enrolledAt: millis, usedAt: millis.optional() })
  .meta({ id: 'PaymentKey' });

/** As stored, by credential id. */
const storedKeySchema = z.object({
  /** COSE, in base64url. */
  publicKey: z.string(),
  /** Signatures it said it made; the debit compares and raises it. */
  counter: z.number().int(),
  name: z.string(),
  transports: z.array(z.string()).optional(),
  enrolledAt: millis,
  usedAt: millis.optional(),
  /** A removed key is remembered, so that what enrolled it enrols it no second time. */
  removedAt: millis.optional(),
});
export type PaymentKey = z.infer<typeof storedKeySchema> & { id: string };

/** The customer's keys that count, oldest first. HGETALL, O(keys). */
export async function readPaymentKeys(redis: Redis, user: UserTag): Promise<PaymentKey[]> {
  return Object.entries(await readFields(redis, keys.paymentKeys(user)))
    .map(([id, json]): PaymentKey => ({ id, ...storedKeySchema.parse(JSON.parse(json)) }))
    .filter(({ removedAt }) => removedAt === undefined)
    .sort((one, other) => one.enrolledAt - other.enrolledAt);
}

/** A key as its owner sees it. */
export const keyView = ({ id, name, enrolledAt, usedAt }: PaymentKey) => ({ id, name, enrolledAt, usedAt });

export const paymentKeysSchema = z.object({
  items: z.array(paymentKeyViewSchema).describe('Oldest first. Without any, the first one needs a code.'),
  limits: z.object({
    perPaymentMinor: minor,
    perDayMinor: minor,
    leftTodayMinor: minor,
    renewsAt: millis.describe('When the day’s limit begins anew.'),
  }),
});

const code = z
  .string()
  .max(40)
  .describe('For the first key: the code from `npm run user -- payment-code`. Empty for further ones.');

/** What to sign, to enrol one of one’s passkeys. */
export const enrolQuestionSchema = z.strictObject({
  id: authenticationResponseSchema.shape.id,
  code: code.default(''),
});
export const enrolOptionsSchema = confirmSchema.omit({ expiresAt: true }).extend({
  credentials: confirmSchema.shape.credentials.describe('The passkey that is to be enrolled.'),
  by: confirmSchema.shape.credentials.describe('Of those one must sign, too. Empty for the first key.'),
});

export const enrolSchema = z.strictObject({
  id: authenticationResponseSchema.shape.id,
  code: code.default(''),
  assertion: authenticationResponseSchema.describe('By the passkey that is to be enrolled.'),
  by: authenticationResponseSchema
    .optional()
    .describe('By a key that is enrolled; for the first one the code stands instead.'),
});
