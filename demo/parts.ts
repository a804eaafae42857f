/** How a purchase of the plan comes about: in how many parts it is drawn, and what is reserved for it first. Pure. */
import { hashText, randomFrom } from '#demo/random.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';

const SMALL_MINOR = 8_00;
const MEDIUM_MINOR = 30_00;
/** One in so many comes in one piece, and stands out. */
const ONE_PIECE = 9;

/** The parts of a purchase by card: of about the same size, and together its amount. */
export function partsOf({ id, type, amountMinor }: Posting): number[] {
  const absMinor = Math.abs(amountMinor);
  const name = `${id}:${amountMinor}`;
  if (type !== 'card' || absMinor < SMALL_MINOR || hashText(name) % ONE_PIECE === 0) return [amountMinor];
  const random = randomFrom(name);
  const weights = Array.from({ length: absMinor < MEDIUM_MINOR ? 2 : 3 }, () => 0.7 + 0.6 * random());
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => Math.round((amountMinor * weight) / all));
  const off = amountMinor - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, at) => (at === 0 ? part + off : part));
}

const SMALLEST_WITH_TIP_MINOR = 5_00;
const TIP = { min: 0.1, spread: 0.07 };
const EXCHANGE = 0.015;
const PUMP_MINOR = [80_00, 120_00] as const;

/** What is reserved for a purchase, signed, and why the final amount differs, where it does. */
export function reservedFor({
  id,
  amountMinor,
  category,
}: Posting): Pick<Posting, 'amountMinor' | 'adjusted'> {
  const random = randomFrom(`${id}:${amountMinor}:reserved`);
  const adjusted = (reserved: number, why: Posting['adjusted']) =>
    reserved === amountMinor ? { amountMinor } : { amountMinor: reserved, adjusted: why };
  if (category === 'restaurants' && amountMinor <= -SMALLEST_WITH_TIP_MINOR && random() < 0.6)
    return adjusted(Math.round(amountMinor / (1 + TIP.min + TIP.spread * random())), 'tip');
  if (category === 'travel')
    return adjusted(Math.round(amountMinor * (1 + EXCHANGE * (2 * random() - 1))), 'exchange');
  if (category === 'fuel') {
    const [usual, more] = PUMP_MINOR;
    const enough = -amountMinor > usual || random() < 0.25 ? more : usual;
    return -amountMinor < enough ? adjusted(-enough, 'pump') : { amountMinor };
  }
  return { amountMinor };
}
