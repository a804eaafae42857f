/** The rule by which a customer's own categories count. Browser-safe. */
import { directionOf } from '#lib/ledger/direction.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/** Category by counterparty, whose names are anybody's: never look one up without `ownCategory`. */
export type OwnCategories = Readonly<Record<string, string>>;

export const ownCategory = (own: OwnCategories, counterparty: string): string | undefined =>
  Object.hasOwn(own, counterparty) ? own[counterparty] : undefined;

/** The entry in the category that its owner gave the counterparty, or in the booked one. A hold belongs to none. */
export function categorised(entry: EntryView, own: OwnCategories): EntryView {
  const category = directionOf(entry) === 'held' ? undefined : ownCategory(own, entry.counterparty);
  return category === undefined || category === entry.category ? entry : { ...entry, category };
}
