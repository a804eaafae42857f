/** What a customer can ask of their entries. The rule itself is in matches.ts, which browsers load without zod. */
import { z } from 'zod';
import { TRANSACTION_TYPES } from '#lib/ledger/schema.ts';
import { parseDecimal } from '#lib/money.ts';

const bankDay = z
  .string()
  .regex(/^(19[7-9]\d|2\d{3})-\d{2}-\d{2}$/, 'is not a day like 2026-03-31')
  .refine((day) => {
    const at = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  }, 'is not a day of the calendar');

const absoluteAmount = z
  .string()
  .regex(/^\d{1,12}([.,]\d{1,2})?$/, 'is not an amount like 12.50')
  .refine((text) => parseDecimal(text) !== null);

/**
 * For query strings: unknown names are refused. `from` and `to` are bank days, both included; `min` and `max` are
 * amounts without sign in major units, both included; `counterparty` and `category` are whole names. Text in `q` is never
 * refused: what cannot be found finds nothing.
 */
export const filterSchema = z.strictObject({
  q: z.string().optional(),
  from: bankDay.optional(),
  to: bankDay.optional(),
  min: absoluteAmount.optional(),
  max: absoluteAmount.optional(),
  direction: z.enum(['in', 'out']).optional(),
  type: z.enum(TRANSACTION_TYPES).optional(),
  counterparty: z.string().max(100).optional(),
  category: z
    .string()
    .regex(/^[a-z][a-z_]{0,39}$/, 'is not a category like groceries')
    .optional(),
});

/** All optional; `{}` is everything. */
export type Filter = z.output<typeof filterSchema>;

/** The query string of a filter, without what is empty, in a fixed order: equal filters give equal addresses. */
export function filterToParams(filter: Filter): URLSearchParams {
  const names = Object.keys(filterSchema.shape) as (keyof Filter)[];
  return new URLSearchParams(
    names.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : [])),
  );
}
