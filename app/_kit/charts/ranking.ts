/** Who or what most was spent on. Pure. */

/** Net spend: positive is money spent; those who paid more than they got are below zero. */
export type Spend = { name: string; amountMinor: number };

/** `others` are all that are not among the top. */
export type Ranking = { top: Spend[]; others: Spend[]; otherMinor: number; totalMinor: number };

/** The biggest `max` and the sum of the others; only names on which more was spent than came back. */
export function ranked(spends: readonly Spend[], max: number): Ranking {
  const spending = spends
    .filter(({ amountMinor }) => amountMinor > 0)
    .sort((one, other) => other.amountMinor - one.amountMinor || (one.name < other.name ? -1 : 1));
  const sum = (list: Spend[]) => list.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const top = spending.slice(0, max);
  const totalMinor = sum(spending);
  return { top, others: spending.slice(max), totalMinor, otherMinor: totalMinor - sum(top) };
}
