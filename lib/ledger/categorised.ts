/** The rule by which a customer's own categories count. Browser-safe. */

/** Category by counterparty, whose names are anybody's: never look one up without `ownCategory`. */
export type OwnCategories = Readonly<Record<string, string>>;

export const ownCategory = (own: OwnCategories, counterparty: string): string | undefined =>
  Object.hasOwn(own, counterparty) ? own[counterparty] : undefined;

/** The row in the category that its owner gave the counterparty, or in the booked one. */
export function categorised<Row extends { category: string; counterparty: string }>(
  entry: Row,
  own: OwnCategories,
): Row {
  const category = ownCategory(own, entry.counterparty);
  return category === undefined || category === entry.category ? entry : { ...entry, category };
}
