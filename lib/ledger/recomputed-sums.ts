/** Sums of an account's entries, taken one after another. Memory grows with names and months alone. */
import type { AccountRef } from '#lib/ids.ts';
import { countedAs, directionOf } from '#lib/ledger/direction.ts';
import type { LedgerEntry } from '#lib/ledger/schema.ts';
import { toDecimalText } from '#lib/money.ts';
import { scopeOf } from '#lib/redis/keys.ts';

/** By the names that postings use: fields of the totals; counterparties by `all` or month. */
type Sums = { totals: Map<string, number>; spenders: Map<string, Map<string, number>> };

/** Signed, in minor units. */
export type PaymentEntry = { payment: string; amountMinor: number };

export type Opening = { seq: number; balanceMinor: number; at: number };

/** An id may come again after a day. */
const REMEMBERED_IDS = 20_000;

const add = (map: Map<string, number>, key: string, amount: number) =>
  map.set(key, (map.get(key) ?? 0) + amount);

/** Takes entries in the order of their seq and records faults. */
export class EntrySums implements Sums {
  readonly totals = new Map<string, number>();
  readonly spenders = new Map([['all', new Map<string, number>()]]);
  readonly faults: string[] = [];
  /** Entries of payments and own transfers. */
  readonly payments: PaymentEntry[] = [];
  /** The balance by the amounts alone. */
  balanceMinor: number;
  /** Of the entry taken last. */
  at: number;
  balanceAfterMinor: number;
  readonly #ref: AccountRef;
  readonly #ids = new Set<string>();

  constructor(ref: AccountRef, opening: Opening) {
    this.#ref = ref;
    this.at = opening.at;
    this.balanceMinor = opening.balanceMinor;
    this.balanceAfterMinor = opening.balanceMinor;
  }

  /** `seq` is the number in the entry's key. */
  take(seq: number, entry: LedgerEntry): void {
    const wrong = (text: string) => this.faults.push(`entry ${seq}: ${text}`);
    if (entry.seq !== seq) wrong(`its seq says ${entry.seq}`);
    if (entry.scope !== scopeOf(this.#ref)) wrong('its scope is another account');
    if (entry.amount === 0) wrong('its amount is 0');
    const direction = directionOf({ type: entry.transactionType, amountMinor: entry.amount });
    if (entry.direction !== direction) wrong(`its direction says ${entry.direction}`);
    if (entry.transactionDate <= this.at) wrong('its time is not after the one before');
    if (this.#ids.has(entry.id)) wrong(`its id ${entry.id} was posted before`);
    const expected = this.balanceAfterMinor + entry.amount;
    if (entry.balanceAfter !== expected) {
      wrong(`balanceAfter is ${toDecimalText(entry.balanceAfter)}, not ${toDecimalText(expected)}`);
    }
    this.#remember(entry.id);
    if (entry.payment !== undefined)
      this.payments.push({ payment: entry.payment, amountMinor: entry.amount });
    this.at = entry.transactionDate;
    this.balanceMinor += entry.amount;
    this.balanceAfterMinor = entry.balanceAfter;
    for (const suffix of ['', `:${entry.month}`]) {
      add(this.totals, `count${suffix}`, 1);
      add(this.totals, direction + suffix, countedAs(direction, entry.amount));
    }
    for (const period of direction === 'moved' ? [] : ['all', entry.month]) {
      const names = this.spenders.get(period) ?? new Map<string, number>();
      add(names, entry.counterparty, -entry.amount);
      this.spenders.set(period, names);
    }
  }

  has = (id: string): boolean => this.#ids.has(id);

  /** The oldest goes first: a Set keeps its order. */
  #remember(id: string): void {
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > REMEMBERED_IDS && oldest !== undefined) this.#ids.delete(oldest);
  }
}
