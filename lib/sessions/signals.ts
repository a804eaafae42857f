/**
 * Signals on a user's channel, published by the script that makes the change: streams close and tabs say why. A missed
 * signal is harmless: the next read refuses.
 */
import { z } from 'zod';
import { keys } from '#lib/redis/keys.ts';
import { deviceSchema } from './document.ts';
import { END_REASONS } from './reasons.ts';

/** The channel of a user. */
export const signalChannel = keys.signal;

export const sessionSignalSchema = z.discriminatedUnion('kind', [
  /** For "was this you?" on the user's other devices. */
  z.object({
    kind: z.literal('created'),
    sid: z.string(),
    at: z.number().int(),
    ...deviceSchema.pick({ browser: true, system: true, address: true }).shape,
  }),
  z.object({ kind: z.literal('ended'), sid: z.string(), reason: z.enum(END_REASONS) }),
  /** Every session but `except` (empty for none) is over. */
  z.object({ kind: z.literal('ended_all'), except: z.string(), reason: z.enum(END_REASONS) }),
  /** `by` is the session that changed the password. */
  z.object({ kind: z.literal('password_changed'), by: z.string() }),
  /** `by` is the session that did it. */
  z.object({ kind: z.literal('passkey'), by: z.string(), change: z.enum(['added', 'removed']) }),
]);

export type SessionSignal = z.infer<typeof sessionSignalSchema>;
