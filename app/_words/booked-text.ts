/** Texts of a language by what was booked. */
export type Booked = Readonly<Record<string, string>>;

const REFUND = 'Refund: ';

/** A text of an entry or an account as a page shows it: unchanged where `texts` does not know it. */
export function shownText(texts: Booked, text: string): string {
  if (!text.startsWith(REFUND)) return texts[text] ?? text;
  const rest = text.slice(REFUND.length);
  return (texts[REFUND] ?? REFUND) + (texts[rest] ?? rest);
}
