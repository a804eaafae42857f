/**
 * Branded identifiers: a plain string is not one, so whoever makes one has checked it. Tags and account ids are random
 * and reveal nothing.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A customer's random tag, the cluster hash tag of every key of theirs: 16 random bytes in base64url. */
export type UserTag = Branded<'UserTag'>;
/** An account's opaque id: `a_` and ten characters of base64url. Its number is a field, never a key. */
export type AccountId = Branded<'AccountId'>;
/** A session's public id: 16 random bytes in base64url. Knowing it authorises nothing. */
export type SessionId = Branded<'SessionId'>;
/** A payment's id, of 22 characters of base64url: it follows from the customer and their Idempotency-Key. */
export type PaymentId = Branded<'PaymentId'>;

/** An account together with its owner; no lookup takes the one without the other. */
export type AccountRef = { readonly user: UserTag; readonly account: AccountId };

const TAG = /^[A-Za-z0-9_-]{22}$/;
const ACCOUNT = /^a_[A-Za-z0-9_-]{10}$/;

export const isUserTag = (text: string): text is UserTag => TAG.test(text);
export const isSessionId = (text: string): text is SessionId => TAG.test(text);
export const isAccountId = (text: string): text is AccountId => ACCOUNT.test(text);
export const isPaymentId = (text: string): text is PaymentId => TAG.test(text);
