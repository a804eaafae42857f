/**
 * What is published on a user's channel, in the same script as what it reports, so that open streams can close and open
 * tabs can say why. A signal is a hint: who misses one is refused by the next read.
 */
import { z } from 'zod';
import { keys } from '#lib/redis/keys.ts';
import { END_REASONS } from './reasons.ts';

/** The channel of a user. */
export const signalChannel = keys.signal;

export const sessionSignalSchema = z.discriminatedUnion('kind', [
  /** What one's other devices need to ask "was this you?". */
  z.object({ kind: z.literal('created'), sid: z.string(), browser: z.string(), system: z.string() }),
  z.object({ kind: z.literal('ended'), sid: z.string(), reason: z.enum(END_REASONS) }),
  /** Every session but `except` (empty for none) is over. */
  z.object({ kind: z.literal('ended_all'), except: z.string(), reason: z.enum(END_REASONS) }),
  /** The password is another one now; `by` is the session that changed it. */
  z.object({ kind: z.literal('password_changed'), by: z.string() }),
]);
