import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';

/** Activity is noted once a minute at most. */
const NOW_MS = 2 * MINUTE;

type Words = Pick<Catalogue['staff'], 'now' | 'minutesAgo' | 'hoursAgo' | 'daysAgo'>;

/** How long ago, as short as a dense table wants it. */
export function ago(words: Words, at: number, now: number): string {
  const passed = now - at;
  if (passed < NOW_MS) return words.now;
  if (passed < HOUR) return fill(words.minutesAgo, { count: Math.floor(passed / MINUTE) });
  if (passed < DAY) return fill(words.hoursAgo, { count: Math.floor(passed / HOUR) });
  return fill(words.daysAgo, { count: Math.floor(passed / DAY) });
}
