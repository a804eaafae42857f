/**
 * The ledger entry, immutable once stored: the tutorial's fields in minor units and milliseconds, `seq` (by one more
 * in each account, from 1) and search fields. The own account is `toAccount`, as in the tutorial.
 */
import { z } from 'zod';
import { DIRECTIONS } from '#lib/ledger/direction.ts';

export const TRANSACTION_TYPES = [
  'card',
  'transfer',
  'direct_debit',
  'standing_order',
  'cash',
  'salary',
  'refund',
  'interest',
  'fee',
  'own_transfer',
  'payment',
] as const;

/** Why a pending transaction was posted with another amount: with a tip, as pumped, at the day's exchange rate. */
export const ADJUSTMENTS = ['tip', 'pump', 'exchange'] as const;

export const ledgerEntrySchema = z.object({
  id: z.string(),
  seq: z.number().int().positive(),
  fromAccount: z.string(),
  fromAccountName: z.string(),
  toAccount: z.string(),
  toAccountName: z.string(),
  /** Minor units, signed: positive is money in. */
  amount: z.number().int(),
  description: z.string(),
  /** Milliseconds since the epoch, by Redis' clock. */
  transactionDate: z.number().int(),
  transactionType: z.enum(TRANSACTION_TYPES),
  balanceAfter: z.number().int(),
  /** As `balanceAfter`, less what was pending outwards then; absent in entries of builds that knew nothing pending. */
  availableAfter: z.number().int().optional(),
  /** What was reserved for it and why the final amount differs; absent where it does not. */
  authorized: z.number().int().optional(),
  adjusted: z.enum(ADJUSTMENTS).optional(),
  /** Of a payment or own transfer: its id. */
  payment: z.string().optional(),

  scope: z.string(),
  counterparty: z.string(),
  category: z.string(),
  /** The bank's month, `yyyy-mm`. */
  month: z.string(),
  direction: z.enum(DIRECTIONS),
  words: z.string(),
  absMinor: z.string(),
  absUnit: z.string(),
});

export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** A customer's note; `changedAt` (milliseconds) also identifies its version. */
export const entryNoteSchema = z
  .object({
    text: z.string(),
    tags: z.array(z.string()),
    changedAt: z.number().int(),
  })
  .meta({ id: 'EntryNote' });
export type EntryNote = z.infer<typeof entryNoteSchema>;

/** Who, what and how much: of every row. */
const rowShape = {
  counterparty: z.string(),
  description: z.string(),
  category: z.string(),
  type: z.enum(TRANSACTION_TYPES),
  amountMinor: z.number().int(),
};

/**
 * An entry as pages, the API and the live stream show it, without search fields. (account, seq) identifies it. `note`
 * is absent without a note, and in live postings.
 */
export const entryViewSchema = z
  .object({
    status: z.literal('booked'),
    account: z.string(),
    seq: z.number().int().positive(),
    id: z.string(),
    ...rowShape,
    balanceAfterMinor: z.number().int(),
    availableAfterMinor: z
      .number()
      .int()
      .optional()
      .describe('The balance less what was pending outwards then; absent where nothing was.'),
    /** Milliseconds since the epoch. */
    at: z.number().int(),
    authorizedMinor: z
      .number()
      .int()
      .optional()
      .describe('What was reserved, where the final amount differs.'),
    adjusted: z.enum(ADJUSTMENTS).optional().describe('Why it differs.'),
    payment: z.string().optional().describe('The id of the payment that it is part of.'),
    note: entryNoteSchema.optional(),
  })
  .meta({ id: 'Entry' });

export type EntryView = z.infer<typeof entryViewSchema>;

/** A pending transaction as pages, the API and the live stream show it; (account, id) identifies it. */
export const pendingViewSchema = z
  .object({
    status: z.literal('pending'),
    account: z.string(),
    id: z.string().describe('Also the `id` of the entry that it becomes.'),
    ...rowShape,
    at: z.number().int(),
    expiresAt: z.number().int(),
  })
  .meta({ id: 'Pending' });
export type PendingView = z.infer<typeof pendingViewSchema>;

/** A row of a list. */
export type Row = EntryView | PendingView;
