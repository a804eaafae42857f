/** A filter in a query string, as everything takes it that looks at what the filter matches. */
import { z } from 'zod';
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
