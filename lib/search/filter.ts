/** The schema of a filter. What each field finds is in filter-fields.ts, which browsers load without zod. */
import { z } from 'zod';
import { LANGUAGES } from '#lib/language.ts';
import { DIRECTIONS } from '#lib/ledger/direction.ts';
import { categorySchema } from '#lib/ledger/ledger-entry.ts';
import { TRANSACTION_TYPES } from '#lib/ledger/schema.ts';
import { parseDecimal } from '#lib/money.ts';
import { MAX_TAG } from '#lib/notes/note-limits.ts';
import { BANK_DAY, MAX_COUNTERPARTY, PLAIN_AMOUNT } from '#lib/search/filter-limits.ts';

const bankDay = z
  .string()
  .regex(BANK_DAY, 'is not a day like 2026-03-31')
  .refine((day) => {
    const at = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  }, 'is not a day of the calendar');

const absoluteAmount = z
  .string()
  .regex(PLAIN_AMOUNT, 'is not an amount like 12.50')
  .refine((text) => parseDecimal(text) !== null);

/**
 * For query strings: unknown names are refused. `from` and `to` are bank days, both included; `min` and `max` are
 * amounts without sign in major units, both included; `counterparty`, `category` and `tag` are
 * whole names, a tag's in any case. Text in `q` is never
 * refused: what cannot be found finds nothing.
 */
export const filterSchema = z.strictObject({
  q: z.string().optional(),
  from: bankDay.optional(),
  to: bankDay.optional(),
  min: absoluteAmount.optional(),
  max: absoluteAmount.optional(),
  status: z.enum(['pending', 'booked']).optional(),
  direction: z.enum(DIRECTIONS).optional(),
  type: z.enum(TRANSACTION_TYPES).optional(),
  counterparty: z.string().max(MAX_COUNTERPARTY).optional(),
  category: categorySchema.optional(),
  tag: z.string().max(MAX_TAG).optional(),
  texts: z
    .enum(LANGUAGES)
    .optional()
    .describe(
      'Words of `q` are also looked for in the bank’s own texts as pages in this language show them.',
    ),
});

/** All optional; `{}` is everything. */
export type Filter = z.output<typeof filterSchema>;
