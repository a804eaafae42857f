/** What payments are held to. Browser-safe: forms say it before the bank does. */

/** An account's number, without the spaces that people type. */
export const ACCOUNT_NUMBER = /^\d{4,20}$/;
/** Characters of a reference, and of a payee's name. */
export const MAX_REFERENCE = 140;
export const MAX_PAYEE_NAME = 70;
/** Beyond any limit of a customer's own. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_00;
/** Of a customer for whom nobody set others, in minor units. */
export const DEFAULT_LIMITS = { perPaymentMinor: 2_000_00, perDayMinor: 5_000_00 } as const;
/** How long a payment waits for its proof. */
export const PROOF_TAKES_MS = 5 * 60_000;
/** Keys for payments of a customer, as many as passkeys. */
export const MAX_PAYMENT_KEYS = 10;
/** Saved payees of a customer. */
export const MAX_PAYEES = 100;
