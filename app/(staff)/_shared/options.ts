/** What can be chosen in the question. */
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import { MINUTE } from '#lib/time.ts';

export type Option = [value: string, text: string];

export const optionsOf = (names: Record<string, string>): Option[] => Object.entries(names);

/** How moments and durations are called. */
export type OptionWords = {
  sinceLast: Record<string, string>;
  idle: Record<string, string>;
  moment: (at: number) => string;
  minutes: (count: number) => string;
};

export const optionWords = (
  { sinceLast, idle, sinceMoment, idleMinutes }: Catalogue['staff'],
  format: Format,
  now: number,
): OptionWords => ({
  sinceLast,
  idle,
  moment: (at) => fill(sinceMoment, { day: format.day(at, now), time: format.time(at) }),
  minutes: (count) => fill(idleMinutes, { count }),
});

/** Durations back from now, as the moments that an address can hold; on full minutes, so that they can be shared. */
export function sinceOptions({ sinceLast, moment }: OptionWords, now: number, chosen = ''): Option[] {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const options = Object.entries(sinceLast).map(([ms, text]): Option => [String(minute - Number(ms)), text]);
  return withChosen(options, chosen, () => moment(Number(chosen)));
}

export const idleOptions = ({ idle, minutes }: OptionWords, chosen = ''): Option[] =>
  withChosen(Object.entries(idle), chosen, () => minutes(Math.round(Number(chosen) / MINUTE)));

/** What an address asks for is among the choices, whatever it is. */
const withChosen = (options: Option[], chosen: string, text: () => string): Option[] =>
  chosen === '' || options.some(([value]) => value === chosen) ? options : [[chosen, text()], ...options];
