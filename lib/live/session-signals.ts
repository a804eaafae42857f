/**
 * Signals about a customer's sessions and payments. They only hurry: after a lost signal, a stream ends when its session is read
 * again, and pages list sessions when they load.
 */
import { z } from 'zod';
import { shortAddress } from '#lib/sessions/short-address.ts';
import { sessionSignalSchema } from '#lib/sessions/signals.ts';

/** Preferences that were changed, by name. */
const preferencesSignal = z.object({
  kind: z.literal('preferences'),
  changed: z.record(z.string(), z.union([z.string(), z.boolean()])),
});
/** A merchant's category was changed: what pages show by category is read anew. */
const categoriesSignal = z.object({ kind: z.literal('categories') });
/** A payment went on; its document says what is true. */
export const paymentEventSchema = z.object({
  id: z.string(),
  state: z.string().describe('As it was then: the payment itself may be further.'),
});
export type PaymentEvent = z.infer<typeof paymentEventSchema>;
const paymentSignal = paymentEventSchema.extend({ kind: z.literal('payment') });

const signalSchema = z.discriminatedUnion('kind', [
  ...sessionSignalSchema.options,
  preferencesSignal,
  categoriesSignal,
  paymentSignal,
]);

/** What a stream tells its session: its own end, or news of its user's other sessions. */
export const sessionEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ended'), reason: z.string() }),
  z.object({
    kind: z.literal('created'),
    sid: z.string(),
    at: z.number().int().describe('Milliseconds since the epoch.'),
    browser: z.string(),
    system: z.string(),
    address: z.string().describe('Shortened.'),
  }),
  z.object({ kind: z.literal('left'), sid: z.string().optional().describe('Without it, all the others.') }),
  z.object({ kind: z.literal('password_changed') }),
  z.object({ kind: z.literal('passkey'), change: z.enum(['added', 'removed']) }),
  preferencesSignal,
  categoriesSignal,
]);
export type SessionEvent = z.infer<typeof sessionEventSchema>;
type SessionNews = Exclude<SessionEvent, { kind: 'ended' }>;

/** What a signal means for this session: its own end, news of others, a payment, or nothing. */
export type Meaning = { reason: string } | { news: SessionNews } | { payment: PaymentEvent } | null;

/** An unreadable signal means nothing. */
export function meaningOf(text: string, sid: string): Meaning {
  const signal = read(text);
  switch (signal?.kind) {
    case 'ended':
      return signal.sid === sid ? { reason: signal.reason } : { news: { kind: 'left', sid: signal.sid } };
    case 'ended_all':
      return signal.except === sid ? { news: { kind: 'left' } } : { reason: signal.reason };
    case 'created':
      return signal.sid === sid ? null : { news: { ...signal, address: shortAddress(signal.address) } };
    case 'password_changed':
      return signal.by === sid ? null : { news: { kind: 'password_changed' } };
    case 'passkey':
      return signal.by === sid ? null : { news: { kind: 'passkey', change: signal.change } };
    case 'preferences':
    case 'categories':
      return { news: signal };
    case 'payment':
      return { payment: { id: signal.id, state: signal.state } };
    default:
      return null;
  }
}

function read(text: string): z.infer<typeof signalSchema> | undefined {
  try {
    return signalSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
