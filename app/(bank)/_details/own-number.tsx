'use client';
import { bank } from '#app/_client/bank.ts';
import { AccountNumber } from './account-number.tsx';
import { DetailsToggle } from './toggle.tsx';
import { type DrawnDetails, useDetails } from './use-details.ts';
import type { OwnNumberWords } from './words.ts';

export type NumberedAccount = {
  id: string;
  /** Masked. */
  number: string;
  /** The whole, where the page asked for it and may have it. */
  drawn: DrawnDetails<string> | null;
};

/** The number of an account, masked, and the way to see all of it. */
export function OwnNumber({
  id,
  number,
  drawn,
  here,
  words,
}: NumberedAccount & { here: string; words: OwnNumberWords }) {
  const details = useDetails(
    () => bank.get('/api/accounts'),
    ({ items }) => items.find((one) => one.id === id)?.number ?? number,
    drawn,
  );
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-3">
      {/* As wide as the whole is: nothing moves when it comes. */}
      <span className="min-w-[10ch] text-right">
        <AccountNumber number={details.shown ?? number} endingIn={words.endingIn} />
      </span>
      <DetailsToggle details={details} here={here} words={words} />
    </div>
  );
}
