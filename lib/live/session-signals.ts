/**
 * Signals about a customer's sessions, published by the script that starts or ends them. A signal only hurries: a
 * stream whose signal was lost is ended by reading its session again, and a page lists its sessions when it loads.
 */
import { z } from 'zod';
import { sessionSignalSchema } from '#lib/sessions/signals.ts';

const signalSchema = z.discriminatedUnion('kind', [
  ...sessionSignalSchema.options,
  /** Preferences that were changed, by name. */
  z.object({
    kind: z.literal('preferences'),
    changed: z.record(z.string(), z.union([z.string(), z.boolean()])),
  }),
]);

/** What a session is told of its user's other sessions. */
export type SessionNews =
  | { kind: 'created'; sid: string; browser: string; system: string }
  /** One that is over; without a sid, all the others. */
  | { kind: 'left'; sid?: string }
  | { kind: 'password_changed' }
  | { kind: 'preferences'; changed: Record<string, string | boolean> };

/** What a signal means for one session: its own end, news of others, or nothing. */
export type Meaning = { reason: string } | { news: SessionNews } | null;

/** What cannot be read means nothing. */
export function meaningOf(text: string, sid: string): Meaning {
  const signal = read(text);
  switch (signal?.kind) {
    case 'ended':
      return signal.sid === sid ? { reason: signal.reason } : { news: { kind: 'left', sid: signal.sid } };
    case 'ended_all':
      return signal.except === sid ? { news: { kind: 'left' } } : { reason: signal.reason };
    case 'created':
      return signal.sid === sid ? null : { news: signal };
    case 'password_changed':
      return signal.by === sid ? null : { news: { kind: 'password_changed' } };
    case 'preferences':
      return { news: signal };
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
