/**
 * What the web process asks of the payments process, in a stream that it can only add to. A request authorises nothing:
 * whoever carries it out checks everything again, and answers by what it writes.
 */
import { z } from 'zod';
import { passkeyNameSchema } from '#lib/identity/passkeys.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { requireRoom } from '#lib/redis/room.ts';
import { authenticationResponseSchema, credentialIdSchema } from '#lib/webauthn.ts';
import { paymentOrderSchema, transferOrderSchema } from './payment.ts';

const key = z.string().min(16).max(64);
/** As people type it. */
export const codeSchema = z.string().max(40);

/** What is asked, by kind. */
export const ASKED = {
  pay: z.strictObject({ key, order: paymentOrderSchema }),
  transfer: z.strictObject({ key, order: transferOrderSchema }),
  prove: z.strictObject({ id: z.string(), response: authenticationResponseSchema }),
  enrol: z.strictObject({
    /** Names this try, for its answer. */
    request: z.string().max(64),
    id: credentialIdSchema,
    // What is kept is read by scripts, too, which cannot read every text of JSON.
    publicKey: z.base64url().max(2048),
    name: passkeyNameSchema,
    transports: z
      .array(z.string().regex(/^[\w-]{1,32}$/))
      .max(8)
      .optional(),
    code: codeSchema,
    assertion: authenticationResponseSchema,
  }),
  unenrol: z.strictObject({ id: credentialIdSchema }),
} as const;
export type RequestKind = keyof typeof ASKED;
export type RequestBody<Kind extends RequestKind> = z.output<(typeof ASKED)[Kind]>;

/**
 * Requests that wait. Beyond them the oldest make room: whoever asked got no answer yet, and asks again with the same
 * key.
 */
const MAX_WAITING = 10_000;

/** Asks, and says when, by Redis' clock. XADD … MAXLEN, O(1). Throws a NoRoomError where the bank may not grow. */
export async function sendRequest<Kind extends RequestKind>(
  redis: Redis,
  kind: Kind,
  user: UserTag,
  asked: z.input<(typeof ASKED)[Kind]>,
): Promise<void> {
  requireRoom();
  const body = JSON.stringify({ at: await redisNow(redis), asked });
  await redis.xAdd(
    keys.paymentRequests(),
    '*',
    { kind, user, body },
    { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: MAX_WAITING } },
  );
}

/** How long an answer is waited for, and between two looks. */
const WAIT = { forMs: 2000, firstMs: 4, mostMs: 100 };

/** Looks until `look` answers something else than null, or for two seconds; then null. */
export async function waitFor<T>(look: () => Promise<T | null>): Promise<T | null> {
  const startedAt = performance.now();
  for (let waitMs = WAIT.firstMs; ; waitMs = Math.min(WAIT.mostMs, 2 * waitMs)) {
    const seen = await look();
    if (seen !== null || performance.now() - startedAt + waitMs > WAIT.forMs) return seen;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
