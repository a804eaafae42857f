/**
 * Signals about a customer's sessions, published by the script that ends them. A signal only hurries: a stream
 * whose signal was lost is ended by reading its session again.
 */
import { z } from 'zod';

const signalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ended'), sid: z.string(), reason: z.string() }),
  /** Every session but `except` (empty for none). */
  z.object({ kind: z.literal('ended_all'), except: z.string(), reason: z.string() }),
]);

/** The reason when the signal ends session `sid`, else null. What cannot be read ends nothing. */
export function endedBy(text: string, sid: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const signal = signalSchema.safeParse(value).data;
  if (!signal) return null;
  const meant = signal.kind === 'ended' ? signal.sid === sid : signal.except !== sid;
  return meant ? signal.reason : null;
}
