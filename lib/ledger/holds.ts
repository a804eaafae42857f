/**
 * Holds: what a card reserves at a merchant. A hold is an entry of type `hold`, and its opposite, which names its seq,
 * releases it; both are posted like any entry. The account lists the seqs of those that are open, oldest first.
 * Browser-safe.
 */
import { directionOf } from '#lib/ledger/direction.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import type { EntryView, LedgerEntry } from '#lib/ledger/schema.ts';

/** Of one account; the posting refuses another. */
export const MAX_OPEN_HOLDS = 6;

/** So many of the last entries that are no holds are named by the account (posting.lua). */
export const LAST_BOOKED = 5;

/** Of holds and their releases: the category of a purchase is that of its booking. */
export const HELD_CATEGORY = 'pending';

/** A hold that is not released. */
export type OpenHold = Omit<Posting, 'id' | 'releases'> & { seq: number };

/** As the account's hash has them: `17 19 20`. */
export const seqsIn = (text: string | null | undefined): number[] =>
  (text ?? '').split(' ').filter(Boolean).map(Number);

export const openHold = (entry: LedgerEntry): OpenHold => ({
  seq: entry.seq,
  amountMinor: entry.amount,
  counterparty: entry.counterparty,
  counterpartyAccount: entry.fromAccount,
  description: entry.description,
  category: entry.category,
  type: entry.transactionType,
  at: entry.transactionDate,
});

/** The posting that undoes a hold. */
export const releaseOf = ({ seq, ...hold }: OpenHold, posted: Pick<Posting, 'id' | 'at'>): Posting => ({
  ...hold,
  ...posted,
  amountMinor: -hold.amountMinor,
  releases: seq,
});

/** A hold, not the release of one. */
export const isHold = ({ type, releases }: Pick<Posting, 'type' | 'releases'>): boolean =>
  type === 'hold' && releases === undefined;

/**
 * What an entry adds to the money that open holds bring in. It is in the balance and not yet certain, so none of it can be
 * spent; what they take is missing from the balance already.
 */
export function uncertainBy({
  type,
  releases,
  amountMinor,
}: Pick<Posting, 'type' | 'releases' | 'amountMinor'>): number {
  if (type !== 'hold') return 0;
  return releases === undefined ? Math.max(0, amountMinor) : Math.min(0, amountMinor);
}

export const uncertainMinor = (open: readonly OpenHold[]): number =>
  open.reduce((sum, hold) => sum + uncertainBy(hold), 0);

/** What is open once this was booked as `seq`. */
export function holdsAfter(open: readonly OpenHold[], posting: Posting, seq: number): readonly OpenHold[] {
  const { id: _, releases, ...hold } = posting;
  if (releases !== undefined) return open.filter((one) => one.seq !== releases);
  return isHold(posting) ? [...open, { ...hold, seq }] : open;
}

/** Rows after an entry that came live: what it releases is pending no more. */
export function afterRelease(rows: EntryView[], { account, releases }: EntryView): EntryView[] {
  if (releases === undefined) return rows;
  return rows.map((row) => {
    if (row.seq !== releases || row.account !== account) return row;
    const { pending: _, ...released } = row;
    return released;
  });
}

/** What is said of an entry that is neither income nor spending: of a pair, the hold is `released` by its `release`. */
export function markOf(entry: EntryView): 'moved' | 'held' | 'released' | 'release' | null {
  const direction = directionOf(entry);
  if (direction === 'moved') return direction;
  if (direction !== 'held') return null;
  if (entry.releases !== undefined) return 'release';
  return entry.pending ? direction : 'released';
}

/** Of a hold and its release, once both are booked: nothing was paid. */
export const isVoid = (entry: EntryView): boolean => directionOf(entry) === 'held' && !entry.pending;
