import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { millis } from '#lib/whole-number.ts';

/** Whoever asks is touched by `requireSession` already. */
export const POST = endpoint({
  summary: 'Say that one is still here.',
  access: session,
  answers: { 200: z.object({ expiresAt: millis, idleExpiresAt: millis }) },
  handler: ({ session: { document } }) => ({
    expiresAt: document.absoluteExpiresAt,
    idleExpiresAt: document.idleExpiresAt,
  }),
});
