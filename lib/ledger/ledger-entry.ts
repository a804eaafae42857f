/** Builds the documents of one entry, and turns a stored one into what is shown. */
import { z } from 'zod';
import type { AccountRef } from '#lib/ids.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import { ADJUSTMENTS, type EntryView, type LedgerEntry, TRANSACTION_TYPES } from '#lib/ledger/schema.ts';
import { searchableText } from '#lib/ledger/words.ts';
import { MINOR_PER_MAJOR } from '#lib/money.ts';
import { scopeOf } from '#lib/redis/keys.ts';
import { monthOf } from '#lib/time.ts';

/** Names are TAG values and sorted-set members: no control characters, no space at the ends. */
const name = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => text === text.trim() && !/\p{C}/u.test(text), 'has control characters or outer spaces');

export const MAX_COUNTERPARTY = 100;
export const MAX_DESCRIPTION = 200;
export const counterpartySchema = name(MAX_COUNTERPARTY);
export const categorySchema = z.string().regex(/^[a-z][a-z_]{0,39}$/, 'is not a category like groceries');

export const postingSchema = z.strictObject({
  /** The same id within a day is the same posting, however often it is sent. Unique per customer. */
  id: z.string().regex(/^[A-Za-z0-9_.:-]{1,100}$/),
  amountMinor: z
    .number()
    .int()
    .refine((amount) => amount !== 0, 'is zero'),
  counterparty: counterpartySchema,
  counterpartyAccount: name(40),
  description: name(MAX_DESCRIPTION),
  category: categorySchema,
  type: z.enum(TRANSACTION_TYPES),
  /** Milliseconds since the epoch by Redis' clock; not in the future. */
  at: z.number().int().positive(),
  /** What was reserved for it, signed, and why the final amount differs. */
  authorizedMinor: z.number().int().optional(),
  adjusted: z.enum(ADJUSTMENTS).optional(),
  /** Of a payment or own transfer: its id. */
  payment: z.string().optional(),
});

/** What someone asks to be booked. Money in is positive. */
export type Posting = z.infer<typeof postingSchema>;

/** As stored. `at` is when it was authorized, `expiresAt` when it ends if nobody posts it; both in milliseconds. */
export const pendingSchema = postingSchema
  .omit({ authorizedMinor: true, adjusted: true, payment: true })
  .extend({ expiresAt: z.number().int().positive() });
export type Pending = z.infer<typeof pendingSchema>;

export type Owner = { number: string; name: string };

type Unbooked = Omit<LedgerEntry, 'balanceAfter' | 'availableAfter'>;

/** The stored document without its balances, which only the posting script knows. */
export function ledgerEntry(
  ref: AccountRef,
  owner: Owner,
  posting: Posting,
  seq: number,
  timeZone: string,
): Unbooked {
  const absMinor = Math.abs(posting.amountMinor);
  return {
    id: posting.id,
    seq,
    fromAccount: posting.counterpartyAccount,
    fromAccountName: posting.counterparty,
    toAccount: owner.number,
    toAccountName: owner.name,
    amount: posting.amountMinor,
    description: posting.description,
    transactionDate: posting.at,
    transactionType: posting.type,
    ...(posting.authorizedMinor === undefined ? {} : { authorized: posting.authorizedMinor }),
    ...(posting.adjusted === undefined ? {} : { adjusted: posting.adjusted }),
    ...(posting.payment === undefined ? {} : { payment: posting.payment }),
    scope: scopeOf(ref),
    counterparty: posting.counterparty,
    category: posting.category,
    month: monthOf(posting.at, timeZone),
    direction: directionOf(posting),
    words: searchableText(posting),
    absMinor: String(absMinor),
    absUnit: String(Math.floor(absMinor / MINOR_PER_MAJOR)),
  };
}

export const toView = (ref: AccountRef, entry: LedgerEntry): EntryView => ({
  ...viewWithoutBalances(ref, entry),
  balanceAfterMinor: entry.balanceAfter,
  ...(entry.availableAfter === undefined || entry.availableAfter === entry.balanceAfter
    ? {}
    : { availableAfterMinor: entry.availableAfter }),
});

export const viewWithoutBalances = (
  ref: AccountRef,
  entry: Unbooked,
): Omit<EntryView, 'balanceAfterMinor' | 'availableAfterMinor'> => ({
  status: 'booked',
  account: ref.account,
  seq: entry.seq,
  id: entry.id,
  counterparty: entry.counterparty,
  description: entry.description,
  category: entry.category,
  type: entry.transactionType,
  amountMinor: entry.amount,
  at: entry.transactionDate,
  ...(entry.authorized === undefined ? {} : { authorizedMinor: entry.authorized }),
  ...(entry.adjusted === undefined ? {} : { adjusted: entry.adjusted }),
  ...(entry.payment === undefined ? {} : { payment: entry.payment }),
});
