/** Sums as one account's and all accounts' endpoints answer them. */
import { z } from 'zod';
import { minor } from '#lib/whole-number.ts';

export const totalsAnswer = z.object({
  count: z.number().int(),
  inMinor: minor,
  outMinor: minor,
  movedMinor: minor.describe('Signed, between own accounts.'),
  netMinor: minor.describe('Signed, what they did to the balance.'),
  pendingCount: z.number().int().describe('Of matches that are not booked yet, which no other sum counts.'),
  pendingMinor: minor.describe('Signed, their amounts.'),
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
