/** A filter while it is being filled in: texts as typed, and what of them is not understood. Pure. */
import type { Catalogue } from '#app/_words/catalogue.ts';
import { parseDecimal, toDecimalText } from '#lib/money.ts';
import type { Filter } from '#lib/search/filter.ts';
import { FIELD_NAMES, type FilterField } from '#lib/search/filter-fields.ts';
import { BANK_DAY } from '#lib/search/filter-limits.ts';
import { CONTROLS, type Control } from './fields.ts';

export type Draft = Record<FilterField, string>;
type Fault = keyof Catalogue['filters']['faults'];
export type Faults = Partial<Record<FilterField, Fault>>;

const filledBy = (textOf: (name: FilterField) => string): Draft =>
  Object.fromEntries(FIELD_NAMES.map((name) => [name, textOf(name)])) as Draft;

export const draftOf = (filter: Filter): Draft => filledBy((name) => filter[name] ?? '');

/** Thousands with one sign between all of them, and another before the decimals, which are two at most. */
const GROUPED = /^\d{1,3}([.,\s’'])\d{3}(?:\1\d{3})*(?=$|(?!\1)[.,]\d{1,2}$)/;
const AROUND = /^[\s\p{Sc}]+|[\s\p{Sc}]+$/gu;

/** `1,234.5`, `1.234,50` and `£ 1 234.50` are `1234.50`; null for what is no amount, and for one with a sign. */
function readAmount(text: string): string | null {
  const plain = text
    .replace(AROUND, '')
    .replace(GROUPED, (thousands, sign: string) => thousands.replaceAll(sign, ''));
  const minor = /^\d/.test(plain) ? parseDecimal(plain) : null;
  return minor === null ? null : toDecimalText(minor);
}

/** What is typed, as the filter writes it; null where it is not understood. */
const READ: Partial<Record<Control['kind'], { fault: Fault; read: (text: string) => string | null }>> = {
  day: { fault: 'day', read: (text) => (BANK_DAY.test(text) ? text : null) },
  amount: { fault: 'amount', read: readAmount },
};

/**
 * What a draft asks for, beside the words of the search box; or what is wrong with it, by field. `unread` are fields
 * in which the browser has something that is no day.
 */
export function readDraft(
  draft: Draft,
  q: string | undefined,
  unread: readonly FilterField[] = [],
): { filter: Filter } | { faults: Faults } {
  const faults: Faults = {};
  const texts = filledBy((name) => {
    const { fault = 'day', read = String } = READ[CONTROLS[name].kind] ?? {};
    const typed = draft[name].trim();
    const text = typed === '' ? '' : read(typed);
    if (text === null || unread.includes(name)) faults[name] = fault;
    return text ?? '';
  });
  const { from, to, min, max } = texts;
  if (min && max && (parseDecimal(min) ?? 0) > (parseDecimal(max) ?? 0)) faults.max = 'maxBelowMin';
  if (!faults.from && !faults.to && from && to && from > to) faults.to = 'toBeforeFrom';
  if (Object.keys(faults).length > 0) return { faults };
  const set = FIELD_NAMES.filter((name) => texts[name] !== '');
  return { filter: { q, ...Object.fromEntries(set.map((name) => [name, texts[name]])) } };
}
