/** How much more or less than in the period before, as words that need no colour. Pure. */
import { fill } from '#app/_words/catalogue.ts';

export type ComparedWords = {
  more: string;
  less: string;
  twice: string;
  times: string;
  same: string;
  fresh: string;
};

/** From here on a share says less than how many times. */
const MANY = 2;

/** `12% more`, `3 times as much`, `same as October`; both amounts are positive, and nothing before is new. */
export function compared(
  amountMinor: number,
  { amountMinor: beforeMinor, month }: { amountMinor: number; month: string },
  percent: (share: number) => string,
  words: ComparedWords,
): string {
  if (beforeMinor <= 0) return words.fresh;
  const share = (amountMinor - beforeMinor) / beforeMinor;
  if (Math.round(100 * Math.abs(share)) === 0) return fill(words.same, { month });
  const times = Math.round(1 + share);
  if (1 + share >= MANY) return times === 2 ? words.twice : fill(words.times, { count: times });
  return fill(share > 0 ? words.more : words.less, { share: percent(Math.abs(share)) });
}
