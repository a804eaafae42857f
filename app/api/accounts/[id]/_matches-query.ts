/** A filter in a query string, as everything takes it that looks at what the filter matches; and its pages. */
import { z } from 'zod';
import { entryViewSchema, pendingViewSchema } from '#lib/ledger/schema.ts';
import { filterSchema } from '#lib/search/filter.ts';

export const matchesQuery = filterSchema.extend({
  edits: z
    .string()
    .regex(/^[0-2](,[0-2]){0,11}$/, 'is not a list like 0,1')
    .transform((text) => text.split(',').map(Number))
    .optional()
    .meta({ type: 'string', pattern: '^[0-2](,[0-2])*$' })
    .describe('The `edits` of the first page, joined by commas: the same words are meant on every page.'),
});

/** For `refine`. */
export const oneWay = ({ before, after }: { before?: unknown; after?: unknown }): boolean =>
  before === undefined || after === undefined;
export const BOTH_WAYS = { path: ['after'], error: 'is given together with before' };

/** `next` is the `before` of the following page; null when there is none. */
export const pageAnswer = <Next extends z.ZodType>(next: Next) =>
  z.object({
    items: z.array(entryViewSchema),
    pending: z
      .array(pendingViewSchema)
      .describe('Matches that are not booked yet, newest first; on the first page alone.'),
    next: next.nullable().describe('The `before` of the following page; null when there is none.'),
    edits: z
      .array(z.number().int().min(0).max(2))
      .optional()
      .describe('Edits that each word of `q` took to find anything; absent when all were found as typed.'),
  });
