/** Sums of an account's entries, taken one after another. Memory grows with names and months alone. */
import type { AccountRef } from '#lib/ids.ts';
import { countedAs, type Direction, directionOf } from '#lib/ledger/direction.ts';
import { LAST_BOOKED } from '#lib/ledger/holds.ts';
import { plannedAs } from '#lib/ledger/last-named.ts';
import type { LedgerEntry } from '#lib/ledger/schema.ts';
import { toDecimalText } from '#lib/money.ts';
import { scopeOf } from '#lib/redis/keys.ts';

/** By the names that postings use: fields of the totals; counterparties by `all` or month. */
type Sums = { totals: Map<string, number>; spenders: Map<string, Map<string, number>> };

/** Signed, in minor units. */
export type PaymentEntry = { payment: string; amountMinor: number };

/** Up to `keptTo` released holds may be missing. */
export type Opening = { seq: number; keptTo: number; balanceMinor: number; at: number };

/** An id may come again after a day; a day of ticks has 8,640 entries. */
const REMEMBERED_IDS = 20_000;

/**
 * Whose spenders an amount counts among: what is held in those of all time alone, since its release may be of another
 * month.
 */
const SPENDER_PERIODS: Record<Direction, (month: string) => string[]> = {
  in: (month) => ['all', month],
  out: (month) => ['all', month],
  moved: () => [],
  held: () => ['all'],
};

const add = (map: Map<string, number>, key: string, amount: number) =>
  map.set(key, (map.get(key) ?? 0) + amount);

/** Takes entries in the order of their seq and records faults. */
export class EntrySums implements Sums {
  readonly totals = new Map<string, number>();
  readonly spenders = new Map([['all', new Map<string, number>()]]);
  readonly faults: string[] = [];
  /** Entries of payments and own transfers. */
  readonly payments: PaymentEntry[] = [];
  /** Holds that were not released, by seq. */
  readonly open = new Map<number, number>();
  /** The last that are no holds. */
  booked: number[] = [];
  /** The last of a day's plan, as the account names it. */
  planned = '';
  /** The balance by the amounts alone. */
  balanceMinor: number;
  /** Of the entry taken last. */
  at: number;
  balanceAfterMinor: number;
  readonly #ref: AccountRef;
  readonly #opening: Opening;
  readonly #ids = new Set<string>();

  constructor(ref: AccountRef, opening: Opening) {
    this.#ref = ref;
    this.#opening = opening;
    this.at = opening.at;
    this.balanceMinor = opening.balanceMinor;
    this.balanceAfterMinor = opening.balanceMinor;
  }

  /**
   * `seq` is the number in the entry's key. `beforeMinor` is the balance before it where holds that were open then are
   * gone: up to `keptTo`. After that none of them is open.
   */
  take(seq: number, entry: LedgerEntry, beforeMinor = this.balanceAfterMinor): void {
    const wrong = (text: string) => this.faults.push(`entry ${seq}: ${text}`);
    if (entry.seq !== seq) wrong(`its seq says ${entry.seq}`);
    if (entry.scope !== scopeOf(this.#ref)) wrong('its scope is another account');
    if (entry.amount === 0) wrong('its amount is 0');
    const direction = directionOf({ type: entry.transactionType, amountMinor: entry.amount });
    if (entry.direction !== direction) wrong(`its direction says ${entry.direction}`);
    if (direction === 'held') this.#hold(seq, entry, wrong);
    else this.booked = [...this.booked, seq].slice(-LAST_BOOKED);
    this.planned = plannedAs(entry) ?? this.planned;
    if (entry.transactionDate <= this.at) wrong('its time is not after the one before');
    if (this.#ids.has(entry.id)) wrong(`its id ${entry.id} was posted before`);
    const expected = beforeMinor + entry.amount;
    if (entry.balanceAfter !== expected) {
      wrong(`balanceAfter is ${toDecimalText(entry.balanceAfter)}, not ${toDecimalText(expected)}`);
    }
    this.#remember(entry.id);
    if (entry.payment !== undefined)
      this.payments.push({ payment: entry.payment, amountMinor: entry.amount });
    this.at = entry.transactionDate;
    this.balanceMinor += entry.amount;
    this.balanceAfterMinor = seq > this.#opening.keptTo ? entry.balanceAfter : this.balanceMinor;
    for (const suffix of ['', `:${entry.month}`]) {
      add(this.totals, `count${suffix}`, 1);
      add(this.totals, direction + suffix, countedAs(direction, entry.amount));
    }
    for (const period of SPENDER_PERIODS[direction](entry.month)) {
      const names = this.spenders.get(period) ?? new Map<string, number>();
      add(names, entry.counterparty, -entry.amount);
      this.spenders.set(period, names);
    }
  }

  #hold(seq: number, { amount, releases }: LedgerEntry, wrong: (text: string) => void): void {
    if (releases === undefined) this.open.set(seq, amount);
    // The hold of the first releases may have been trimmed.
    else if (releases > this.#opening.seq && this.open.get(releases) !== -amount)
      wrong('it releases no open hold');
    else this.open.delete(releases);
  }

  /** The oldest goes first: a Set keeps its order. */
  #remember(id: string): void {
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > REMEMBERED_IDS && oldest !== undefined) this.#ids.delete(oldest);
  }
}
