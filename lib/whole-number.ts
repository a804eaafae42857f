/** Numbers as query strings spell them. */
import { z } from 'zod';

/** A whole number in a query string, spelled in digits alone: `1e3`, ` 7` and `0x1f` are none. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .meta({ type: 'integer', minimum: least, maximum: most, pattern: undefined });
