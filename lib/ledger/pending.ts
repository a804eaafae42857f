/**
 * Pending transactions: authorized and not yet booked. Each reserves what leaves (`available = balance − what is pending
 * outwards`), is no entry of the ledger, and ends by being posted, voided or expired. One JSON document an account, an
 * object by id: a single read shows all of them, and a script can write or remove one without touching the others.
 * Browser-safe.
 */
import type { Pending } from '#lib/ledger/ledger-entry.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';

/** Of one account; the script refuses another. */
export const MAX_PENDING = 6;

export const pendingView = (
  account: string,
  { id, counterparty, description, category, type, amountMinor, at, expiresAt }: Pending,
): PendingView => ({
  status: 'pending',
  ...{ account, id, counterparty, description, category, type, amountMinor, at, expiresAt },
});

/** What an amount reserves while it is pending: money that arrives does not count until it is booked. */
export const reservedMinor = ({ amountMinor }: { amountMinor: number }): number => Math.max(0, -amountMinor);

export const allReservedMinor = (pending: readonly { amountMinor: number }[]): number =>
  pending.reduce((sum, one) => sum + reservedMinor(one), 0);

/** What happens to a pending transaction; `declined` never was one. */
export const PENDING_KINDS = ['authorized', 'voided', 'expired', 'declined'] as const;
export type PendingKind = (typeof PENDING_KINDS)[number];

/** Pending rows, newest first, after one of them began or ended without being booked. */
export function afterPending(
  rows: readonly PendingView[],
  kind: PendingKind,
  pending: PendingView,
): PendingView[] {
  const others = rows.filter((row) => !isSame(row, pending));
  return kind === 'authorized' ? [pending, ...others].sort((a, b) => b.at - a.at) : others;
}

/** Pending rows after an entry was booked, which may be one of them. */
export const afterPosted = (rows: readonly PendingView[], entry: EntryView): PendingView[] =>
  rows.filter((row) => !isSame(row, entry));

const isSame = (one: { account: string; id: string }, other: { account: string; id: string }) =>
  one.account === other.account && one.id === other.id;
