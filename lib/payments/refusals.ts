/** Why payments are refused, as errors. */
import { BankError } from '#lib/errors.ts';
import type { Payment, PaymentReason } from './payment.ts';

const SENTENCES: Record<PaymentReason, string> = {
  not_enough: 'There is not enough money in this account.',
  over_payment_limit: 'This is more than may be paid at once.',
  over_day_limit: 'This is more than may still be paid today.',
  to_self: 'This account is one’s own: move money between own accounts instead.',
  unknown_account: 'There is no account with this number.',
  name_close: 'The account belongs to somebody of a similar name.',
  name_differs: 'The account belongs to somebody of another name.',
  other_currency: 'The accounts have different currencies.',
  expired: 'The five minutes to confirm this payment are over. Nothing was paid.',
  bad_proof: 'This was not confirmed with a key for payments. Nothing was paid.',
  no_key: 'Payments to others need a key for payments.',
  account_closed: 'The account is closed.',
};

export const refusal = (reason: PaymentReason, facts?: Payment['facts']): BankError =>
  new BankError(reason, SENTENCES[reason], { facts });
