/**
 * How each field of the filter stands in the form and as a chip. Draft, form and chips follow; a field that is left
 * out does not compile. Pure.
 */
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { categoryName } from '#app/_words/category-name.ts';
import type { Format } from '#app/_words/format.ts';
import { DIRECTIONS } from '#lib/ledger/direction.ts';
import type { Filter } from '#lib/search/filter.ts';
import { FIELD_NAMES, type FilterField } from '#lib/search/filter-fields.ts';
import { type Phrase, withoutPhrases, withPhrases } from '#lib/search/phrases.ts';
import { periodText } from './filter-words.ts';

/** What a filter is put into words with; `now` is the bank's clock in milliseconds. */
export type Wording = {
  format: Format;
  words: Pick<Catalogue, 'filters' | 'transactions' | 'types' | 'categories'>;
  now: number;
};

type Texts = Catalogue['filters'];
type Label = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];
type Options = (wording: Wording) => [value: string, text: string][];

export type Control =
  /** Days stand below the periods that have a name, amounts beside each other; names are suggested. */
  | { kind: 'day' | 'amount' | 'name'; label: Label; placeholder?: Label }
  /** One of a few that are all in sight; the empty value asks for nothing. */
  | { kind: 'choice'; label: Label; options: Options }
  /** One of many. */
  | { kind: 'select'; label: Label; options: Options };

/** In the order of the form, within a kind. */
export const CONTROLS: Readonly<Record<FilterField, Control>> = {
  from: { kind: 'day', label: 'from' },
  to: { kind: 'day', label: 'to' },
  min: { kind: 'amount', label: 'min', placeholder: 'noAmount' },
  max: { kind: 'amount', label: 'max', placeholder: 'noAmount' },
  direction: {
    kind: 'choice',
    label: 'direction',
    options: ({ words: { filters } }) => [
      ['', filters.directions.both],
      ...DIRECTIONS.map((one): [string, string] => [one, filters.directions[one]]),
    ],
  },
  status: {
    kind: 'choice',
    label: 'status',
    options: ({ words: { filters } }) => [
      ['', filters.directions.both],
      ...(['pending', 'booked'] as const).map((one): [string, string] => [one, filters.statuses[one]]),
    ],
  },
  type: {
    kind: 'select',
    label: 'type',
    options: ({ words }) => [['', words.filters.anyType], ...Object.entries(words.types)],
  },
  counterparty: { kind: 'name', label: 'counterparty', placeholder: 'anyone' },
  category: {
    kind: 'select',
    label: 'category',
    options: ({ words, format }) => [
      ['', words.filters.anyCategory],
      ...Object.entries(words.categories).sort(([, one], [, other]) =>
        one.localeCompare(other, format.locale),
      ),
    ],
  },
  tag: { kind: 'name', label: 'tag', placeholder: 'anyTag' },
};

/** What the field narrows the list to, or nothing where it is not set. Fields of one chip have the same function. */
type Chip = (filter: Filter, wording: Wording) => string | null | undefined;

const period: Chip = (filter, { format, words, now }) => periodText(filter, format, words.transactions, now);

/** In the order of the chips. */
const CHIPS: Readonly<Record<FilterField, Chip>> = {
  counterparty: ({ counterparty }, { format }) => counterparty && format.booked(counterparty),
  category: ({ category }, { words }) => category && categoryName(category, words.categories),
  tag: ({ tag }) => tag && `#${tag}`,
  from: period,
  to: period,
  direction: ({ direction }, { words }) => direction && words.filters.directions[direction],
  status: ({ status }, { words }) => status && words.filters.statuses[status],
  type: ({ type }, { words }) => type && words.types[type],
  min: ({ min }, { format, words }) => min && fill(words.transactions.atLeast, { amount: format.typed(min) }),
  max: ({ max }, { format, words }) => max && fill(words.transactions.atMost, { amount: format.typed(max) }),
};

export type Condition = { label: string; without: Filter };

/**
 * The conditions of a filter besides its words, and those that words of it mean, each with the filter that is left
 * without it: such words leave the text.
 */
export function conditionsOf(filter: Filter, wording: Wording, phrases: readonly Phrase[] = []): Condition[] {
  const meant = withPhrases(filter, phrases);
  return [...new Set(Object.values(CHIPS))].flatMap((chip) => {
    const label = chip(meant, wording);
    if (!label) return [];
    const taken = FIELD_NAMES.filter((name) => CHIPS[name] === chip);
    const said = phrases.filter((phrase) => taken.some((name) => phrase.filter[name]));
    const without = said.length > 0 ? withoutPhrases(filter, said) : { ...filter, ...unset(taken) };
    return [{ label, without }];
  });
}

const unset = (names: readonly FilterField[]) => Object.fromEntries(names.map((name) => [name, undefined]));
