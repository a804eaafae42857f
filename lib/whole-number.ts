/** Numbers in query strings and answers. */
import { z } from 'zod';

/** A whole number in a query string, in digits alone: not `1e3`, ` 7` or `0x1f`. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max, pattern: undefined });

const MAX_ROWS = 50;
const FIRST_ROWS = 20;

/** The `limit` of a list. */
export const rowLimit = wholeNumber(1, MAX_ROWS).default(FIRST_ROWS);

export const millis = z.number().int().describe('Milliseconds since the epoch.');
export const minor = z.number().int().describe('Minor units (cents) of the account’s currency.');
