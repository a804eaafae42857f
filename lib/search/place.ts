/** Where an entry stands among those of all of a customer's accounts. Browser-safe. */

/** `account.seq`: identifies an entry, and is the cursor of a page that ends at it. */
export type Place = string;

type Numbered = { account: string; seq: number };
type Dated = Numbered & { at: number };

export const placeOf = ({ account, seq }: Numbered): Place => `${account}.${seq}`;

export const PLACE = /^(a_[A-Za-z0-9_-]{10})\.([1-9]\d{0,14})$/;

/** Null for what is no place. */
export function readPlace(text: string): Numbered | null {
  const [, account, seq] = PLACE.exec(text) ?? [];
  return account ? { account, seq: Number(seq) } : null;
}

/**
 * Newest first over all accounts: by number within one account, where time never goes back, else by time, and by the
 * account's id where that is the same.
 */
export const newestFirst = (one: Dated, other: Dated): number =>
  one.account === other.account
    ? other.seq - one.seq
    : other.at - one.at || (one.account < other.account ? -1 : 1);
