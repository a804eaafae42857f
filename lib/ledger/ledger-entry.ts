/** Builds the documents of one entry, and turns a stored one into what is shown. */
import { z } from 'zod';
import type { AccountRef } from '#lib/ids.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import { type EntryView, type LedgerEntry, TRANSACTION_TYPES } from '#lib/ledger/schema.ts';
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
  /** Of a release: the seq of the open hold that this undoes (holds.ts). */
  releases: z.number().int().positive().optional(),
  /** Of a payment or own transfer: its id. */
  payment: z.string().optional(),
});

/** What someone asks to be booked. Money in is positive. */
export type Posting = z.infer<typeof postingSchema>;

/**
 * Whether the account names it as the last of the day's plan (demo/day-plan.ts), by its id. Money that is moved to the
 * savings is of no plan: nobody books for the other side.
 */
export const isPlanned = ({ id, type }: Pick<Posting, 'id' | 'type'>): boolean =>
  id.startsWith('plan-') && type !== 'own_transfer';

export type Owner = { number: string; name: string };

/** The stored document without `balanceAfter`, which only the posting script knows. */
export function ledgerEntry(
  ref: AccountRef,
  owner: Owner,
  posting: Posting,
  seq: number,
  timeZone: string,
): Omit<LedgerEntry, 'balanceAfter'> {
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
    ...(posting.releases === undefined ? {} : { releases: posting.releases }),
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
  ...viewWithoutBalance(ref, entry),
  balanceAfterMinor: entry.balanceAfter,
});

export const viewWithoutBalance = (
  ref: AccountRef,
  entry: Omit<LedgerEntry, 'balanceAfter'>,
): Omit<EntryView, 'balanceAfterMinor'> => ({
  account: ref.account,
  seq: entry.seq,
  id: entry.id,
  counterparty: entry.counterparty,
  description: entry.description,
  category: entry.category,
  type: entry.transactionType,
  amountMinor: entry.amount,
  at: entry.transactionDate,
  ...(entry.releases === undefined ? {} : { releases: entry.releases }),
  ...(entry.payment === undefined ? {} : { payment: entry.payment }),
});
