/** Texts of a language by what was booked. */
export type Booked = Readonly<Record<string, string>>;

/** What a payment without a reference is booked as. */
export const NO_REFERENCE = 'Payment';
/** Before what a payment was booked as, when its money comes back. */
export const RETURNED = 'Returned: ';
const REFUND = 'Refund: ';

/** A name of an entry or an account as a page shows it: unchanged where `texts` does not know it. */
export const shownText = (texts: Booked, text: string): string => after(REFUND, texts, text, ownText);

/**
 * What an entry says as a page shows it. Of a payment the bank's own words alone are in another language: a reference
 * stays as its payer wrote it.
 */
export const shownDescription = (
  texts: Booked,
  { description, payment }: { description: string; payment?: string | undefined },
): string => (payment === undefined ? shownText : ofPayment)(texts, description);

const ofPayment = (texts: Booked, text: string): string =>
  after(RETURNED, texts, text, (_, reference) =>
    reference === NO_REFERENCE ? ownText(texts, reference) : reference,
  );

/** A known beginning and the rest, each by its own rule. */
const after = (beginning: string, texts: Booked, text: string, rest: typeof ownText): string =>
  text.startsWith(beginning)
    ? ownText(texts, beginning) + rest(texts, text.slice(beginning.length))
    : rest(texts, text);

/** Anyone may be named `constructor`. */
function ownText(texts: Booked, text: string): string {
  return Object.hasOwn(texts, text) ? (texts[text] ?? text) : text;
}
