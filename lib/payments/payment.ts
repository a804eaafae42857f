/**
 * A payment: the document that the payments process writes and everybody else reads, its states, and what its payer
 * sees of it. `asked` waits for a proof; `debited` is on its way; `done`, `returned` and `refused` are ends.
 */
import { z } from 'zod';
import type { ErrorCode } from '#lib/errors.ts';
import {
  type AccountId,
  isAccountId,
  isPaymentId,
  isUserTag,
  type PaymentId,
  type UserTag,
} from '#lib/ids.ts';
import { maskNumber } from '#lib/mask.ts';
import { shortLine, shortName } from '#lib/short-name.ts';
import { millis, minor } from '#lib/whole-number.ts';
import { ACCOUNT_NUMBER, MAX_AMOUNT_MINOR, MAX_PAYEE_NAME, MAX_REFERENCE } from './payment-limits.ts';

const PAYMENT_STATES = ['asked', 'debited', 'done', 'returned', 'refused'] as const;
/** Why a payment was refused or returned; the code of the refusal, too. */
export const PAYMENT_REASONS = [
  'not_enough',
  'over_payment_limit',
  'over_day_limit',
  'to_self',
  'unknown_account',
  'name_close',
  'name_differs',
  'other_currency',
  'expired',
  'bad_proof',
  'no_key',
  'account_closed',
] as const satisfies readonly ErrorCode[];
export type PaymentReason = (typeof PAYMENT_REASONS)[number];
/** `own` is between a customer's own accounts: no proof, and done at once. */
const PAYMENT_KINDS = ['payment', 'own'] as const;

const userTag = z.custom<UserTag>((value) => typeof value === 'string' && isUserTag(value));
const accountId = z
  .custom<AccountId>((value) => typeof value === 'string' && isAccountId(value))
  .meta({ type: 'string' });

/** An account in a payment. Of an own transfer `name` is the account's, else its holder's. */
const sideSchema = z.object({ user: userTag, account: accountId, number: z.string(), name: z.string() });

export const paymentSchema = z.object({
  id: z.custom<PaymentId>((value) => typeof value === 'string' && isPaymentId(value)),
  kind: z.enum(PAYMENT_KINDS),
  state: z.enum(PAYMENT_STATES),
  /** Of `refused` and `returned`. */
  reason: z.enum(PAYMENT_REASONS).optional(),
  /** What the reason's sentence names, for `refused`. */
  facts: z
    .object({ availableMinor: minor, limitMinor: minor, renewsAt: millis, name: z.string() })
    .partial()
    .optional(),
  payer: sideSchema,
  /** `name` is the name shown: the holder's on a match or an accepted close match, else what the payer insisted on. */
  payee: sideSchema,
  amountMinor: minor.positive(),
  currency: z.string(),
  reference: z.string(),
  /** Of what was asked: the same key with another body is another payment, and refused. */
  bodyDigest: z.string(),
  /** By the payments process, for one proof. Absent of own transfers and of what was refused when it was asked. */
  nonce: z.string().optional(),
  askedAt: millis,
  expiresAt: millis.optional(),
  /** The key that proved it. */
  keyId: z.string().optional(),
  debitedAt: millis.optional(),
  endedAt: millis.optional(),
  /** Of the payer's entry. */
  debitSeq: z.number().int().positive().optional(),
});
export type Payment = z.infer<typeof paymentSchema>;

/** A payment as its payer sees it: no tag of a user, no account id of somebody else. */
export const paymentViewSchema = z
  .object({
    id: z.string(),
    kind: z.enum(PAYMENT_KINDS),
    state: z
      .enum(PAYMENT_STATES)
      .describe('`asked` waits for its proof, `debited` is on its way; the others are ends.'),
    reason: z.enum(PAYMENT_REASONS).optional().describe('Why it was refused or returned.'),
    from: z.object({ account: accountId, number: z.string().describe('Masked: `•••• 3161`.') }),
    to: z.object({
      name: z.string().describe('The holder, or what the payer insisted on; of an own transfer the account.'),
      number: z.string().describe('Masked where the account is one’s own.'),
      account: accountId.optional().describe('Where the account is one’s own.'),
    }),
    amountMinor: minor,
    currency: z.string(),
    reference: z.string(),
    askedAt: millis,
    expiresAt: millis.optional().describe('When it can no longer be confirmed.'),
    debitedAt: millis.optional(),
    endedAt: millis.optional(),
    seq: z.number().int().positive().optional().describe('Of its entry in the account it was paid from.'),
  })
  .meta({ id: 'Payment' });
export type PaymentView = z.infer<typeof paymentViewSchema>;

export function viewOf(payment: Payment): PaymentView {
  const { id, kind, state, reason, payer, payee, amountMinor, currency, reference } = payment;
  const { askedAt, expiresAt, debitedAt, endedAt, debitSeq } = payment;
  return {
    ...{ id, kind, state, reason, amountMinor, currency, reference, askedAt, expiresAt, debitedAt, endedAt },
    from: { account: payer.account, number: maskNumber(payer.number) },
    to:
      kind === 'own'
        ? { name: payee.name, number: maskNumber(payee.number), account: payee.account }
        : { name: payee.name, number: payee.number },
    seq: debitSeq,
  };
}

export const payeeNameSchema = shortName(MAX_PAYEE_NAME);
/** Digits; spaces are people's. */
export const accountNumberSchema = z
  .string()
  .max(40)
  .transform((text) => text.replace(/\s+/g, ''))
  .refine((text) => ACCOUNT_NUMBER.test(text), 'is not an account number');
const amount = minor.min(1).max(MAX_AMOUNT_MINOR);
const reference = shortLine(MAX_REFERENCE).default('');

/** What a payer asks for. */
export const paymentOrderSchema = z.strictObject({
  from: z.string().describe('The id of one’s account.'),
  to: z.strictObject({
    number: accountNumberSchema,
    name: payeeNameSchema,
    nameAccepted: z
      .boolean()
      .default(false)
      .describe('The payer answered yes to a name that is close or differs.'),
  }),
  amountMinor: amount,
  reference,
});

export const transferOrderSchema = z.strictObject({
  from: z.string().describe('The id of one’s account.'),
  to: z.string().describe('The id of another one of one’s own.'),
  amountMinor: amount,
  reference,
});

export type PaymentOrder = z.output<typeof paymentOrderSchema>;
export type TransferOrder = z.output<typeof transferOrderSchema>;

/** What a payment waits for, in WebAuthn’s words; the browser hands it to the authenticator. */
export const confirmSchema = z
  .object({
    challenge: z.string().describe('The digest of what is signed, in base64url.'),
    credentials: z.array(z.object({ id: z.string(), transports: z.array(z.string()).optional() })),
    rpId: z.string(),
    expiresAt: millis,
  })
  .meta({ id: 'Confirm' });
export type Confirm = z.infer<typeof confirmSchema>;

/** `payment` is null while the payments process has not answered: ask again with the same key, or for the id. */
export const askedSchema = z.object({
  id: z.string(),
  payment: paymentViewSchema.nullable(),
  confirm: confirmSchema.nullable().describe('Null when it waits for no proof.'),
});
export type Asked = z.infer<typeof askedSchema>;
