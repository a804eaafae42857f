import { fill } from '#app/_words/catalogue.ts';
import { isMasked } from '#lib/mask.ts';

/** An account's number as the server gave it; a masked one is spoken as what is left of it. */
export function AccountNumber({ number, endingIn }: { number: string; endingIn: string }) {
  if (!isMasked(number)) return <span className="figures">{number}</span>;
  return (
    <>
      <span aria-hidden="true" className="figures whitespace-nowrap">
        {number}
      </span>
      <span className="sr-only">{fill(endingIn, { digits: number.replace(/\D/g, '') })}</span>
    </>
  );
}
