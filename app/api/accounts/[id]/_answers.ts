/** Sums as one account's and all accounts' endpoints answer them. */
import { z } from 'zod';
import { minor } from '#lib/whole-number.ts';

export const totalsAnswer = z.object({
  count: z.number().int(),
  inMinor: minor,
  outMinor: minor,
  movedMinor: minor.describe('Signed, between own accounts.'),
  heldMinor: minor.describe('Signed, holds and their releases.'),
  netMinor: minor.describe('Signed, what they did to the balance.'),
});

export const categorySumsAnswer = z.object({
  category: z.string(),
  count: z.number().int().positive(),
  inMinor: minor,
  outMinor: minor,
  merchants: z
    .array(z.object({ name: z.string(), amountMinor: minor }))
    .describe('What was spent on each, net of what came back; at most 500.'),
});
