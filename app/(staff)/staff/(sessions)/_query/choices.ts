/** What the fields of the question offer. */
import type { Catalogue } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import { idleOptions, type Option, sinceOptions } from '#app/(staff)/_shared/options.ts';
import type { Draft } from './address.ts';

export type QueryChoices = Record<'role' | 'kind' | 'since' | 'idleFor' | 'policy', Option[]>;

/** `roles` are those that whoever asks may see. */
export const queryChoices = (
  words: Catalogue['staff'],
  format: Format,
  roles: readonly string[],
  { since, idleFor }: Draft,
  now: number,
): QueryChoices => ({
  role: Object.entries(words.roles).filter(([role]) => roles.includes(role)),
  kind: Object.entries(words.kinds),
  since: sinceOptions(words, format, now, since),
  idleFor: idleOptions(words, idleFor),
  policy: Object.entries(words.policies),
});
