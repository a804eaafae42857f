/** A filter while it is being filled in: texts as typed, and what of them is not understood. Pure. */
import { parseDecimal, toDecimalText } from '#lib/money.ts';
import type { Filter } from '#lib/search/filter.ts';

const FIELDS = ['from', 'to', 'min', 'max', 'direction', 'type', 'counterparty', 'category'] as const;
export type Field = (typeof FIELDS)[number];
export type Draft = Record<Field, string>;
export type Fault = 'amount' | 'maxBelowMin' | 'day' | 'toBeforeFrom';
export type Faults = Partial<Record<Field, Fault>>;

export const draftOf = (filter: Filter): Draft =>
  Object.fromEntries(FIELDS.map((field) => [field, filter[field] ?? ''])) as Draft;

const DAY = /^(19[7-9]\d|2\d{3})-\d{2}-\d{2}$/;
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

/**
 * What a draft asks for, beside the words of the search box; or what is wrong with it, by field. `unread` are fields
 * in which the browser holds something that is no day.
 */
export function readDraft(
  draft: Draft,
  q: string | undefined,
  unread: readonly Field[] = [],
): { filter: Filter } | { faults: Faults } {
  const text = (field: Field) => draft[field].trim() || undefined;
  const faults: Faults = {};
  const amounts = { min: text('min') && readAmount(draft.min), max: text('max') && readAmount(draft.max) };
  for (const field of ['min', 'max'] as const) if (amounts[field] === null) faults[field] = 'amount';
  for (const field of ['from', 'to'] as const) {
    const day = text(field);
    if (unread.includes(field) || (day && !DAY.test(day))) faults[field] = 'day';
  }
  const { min, max } = amounts;
  if (min && max && (parseDecimal(min) ?? 0) > (parseDecimal(max) ?? 0)) faults.max = 'maxBelowMin';
  if (!faults.from && !faults.to && draft.from && draft.to && draft.from > draft.to)
    faults.to = 'toBeforeFrom';
  if (Object.keys(faults).length > 0) return { faults };
  return {
    filter: {
      ...{ q, from: text('from'), to: text('to'), min: min ?? undefined, max: max ?? undefined },
      direction: text('direction') as Filter['direction'],
      type: text('type') as Filter['type'],
      counterparty: text('counterparty'),
      category: text('category'),
    },
  };
}
