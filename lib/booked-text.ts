/** Texts of a language by what was booked. */
export type Booked = Readonly<Record<string, string>>;

const REFUND = 'Refund: ';

/** A text of an entry or an account as a page shows it: unchanged where `texts` does not know it. */
export function shownText(texts: Booked, text: string): string {
  if (!text.startsWith(REFUND)) return ownText(texts, text);
  return ownText(texts, REFUND) + ownText(texts, text.slice(REFUND.length));
}

/** Anyone may be named `constructor`. */
const ownText = (texts: Booked, text: string): string =>
  Object.hasOwn(texts, text) ? (texts[text] ?? text) : text;
