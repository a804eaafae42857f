/** What can be chosen in the question. */
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import { MINUTE } from '#lib/time.ts';

export type Option = [value: string, text: string];
type Words<Name extends keyof Catalogue['staff']> = Pick<Catalogue['staff'], Name>;

/** Durations back from now, as the moments that an address can hold; on full minutes, so that they can be shared. */
export function sinceOptions(
  { sinceLast, sinceMoment }: Words<'sinceLast' | 'sinceMoment'>,
  { day, time }: Pick<Format, 'day' | 'time'>,
  now: number,
  chosen = '',
): Option[] {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const options = Object.entries(sinceLast).map(([ms, text]): Option => [String(minute - Number(ms)), text]);
  const at = Number(chosen);
  return withChosen(options, chosen, () => fill(sinceMoment, { day: day(at, now), time: time(at) }));
}

export const idleOptions = ({ idle, idleMinutes }: Words<'idle' | 'idleMinutes'>, chosen = ''): Option[] =>
  withChosen(Object.entries(idle), chosen, () =>
    fill(idleMinutes, { count: Math.round(Number(chosen) / MINUTE) }),
  );

/** What an address asks for is among the choices, whatever it is. */
const withChosen = (options: Option[], chosen: string, text: () => string): Option[] =>
  chosen === '' || options.some(([value]) => value === chosen) ? options : [[chosen, text()], ...options];
