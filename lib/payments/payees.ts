/** Payees: whose account a number is, by the name that the payer types, and those that a customer saved. */
import { z } from 'zod';
import { millis } from '#lib/whole-number.ts';
import { accountNumberSchema, payeeNameSchema } from './payment.ts';

export const payeeQuestionSchema = z.strictObject({ number: accountNumberSchema, name: payeeNameSchema });

/** `close` and `matches` answer the holder’s name; `differs` and `unknown` nothing. */
export const payeeAnswerSchema = z.object({
  answer: z.enum(['matches', 'close', 'differs', 'unknown']),
  name: z.string().optional().describe('The holder’s name, where what was typed matches or is close.'),
});

export const payeeSchema = z
  .object({ number: z.string(), name: z.string(), at: millis.describe('When it was saved, or last paid.') })
  .meta({ id: 'Payee' });

export const payeesSchema = z.object({
  items: z.array(payeeSchema).describe('Saved ones by name.'),
  recent: z.array(payeeSchema).describe('Paid last, newest first; saved ones too.'),
});
