/** What the fields of the question offer. */
import type { Catalogue } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import {
  idleOptions,
  type Option,
  optionsOf,
  optionWords,
  sinceOptions,
} from '#app/(staff)/_shared/options.ts';
import type { Draft } from './address.ts';

export type QueryChoices = Record<'role' | 'kind' | 'since' | 'idleFor' | 'policy', Option[]>;

/** `roles` are those that whoever asks may see. */
export function queryChoices(
  words: Catalogue['staff'],
  format: Format,
  roles: readonly string[],
  { since, idleFor }: Draft,
  now: number,
): QueryChoices {
  const spoken = optionWords(words, format, now);
  return {
    role: optionsOf(words.roles).filter(([role]) => roles.includes(role)),
    kind: optionsOf(words.kinds),
    since: sinceOptions(spoken, now, since),
    idleFor: idleOptions(spoken, idleFor),
    policy: optionsOf(words.policies),
  };
}
