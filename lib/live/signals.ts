/**
 * Signals about a customer's sessions, published by the script that ends them. A signal only hurries: a stream
 * whose signal was lost is ended by reading its session again.
 */
import { z } from 'zod';

const signalSchema = z.object({
  kind: z.string(),
  sid: z.string().optional(),
  all: z.boolean().optional(),
  /** The session that survives "all others". */
  except: z.string().optional(),
  reason: z.string().optional(),
});

/** The reason when the signal ends session `sid`, else null. What cannot be read ends nothing. */
export function endedBy(text: string, sid: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const signal = signalSchema.safeParse(value).data;
  if (signal?.kind !== 'ended') return null;
  const meant = signal.sid === undefined ? signal.except !== sid : signal.sid === sid;
  return meant ? (signal.reason ?? 'ended') : null;
}
