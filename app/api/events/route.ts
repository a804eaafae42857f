/**
 * What happens in the customer's accounts, as server-sent events. `Last-Event-ID`, which a browser sends when it comes
 * back, goes before `after`; with neither, the stream begins with the next event.
 */
import { z } from 'zod';
import { idleSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { content } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { PENDING_KINDS } from '#lib/ledger/pending.ts';
import { entryViewSchema, pendingViewSchema } from '#lib/ledger/schema.ts';
import { openEventStream, type SessionState } from '#lib/live/event-stream.ts';
import { lastStreamId } from '#lib/live/live-log.ts';
import { paymentEventSchema, sessionEventSchema } from '#lib/live/session-signals.ts';
import { isStreamId } from '#lib/live/stream-id.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { expiryOf, type SessionDocument } from '#lib/sessions/document.ts';
import type { EndReason } from '#lib/sessions/reasons.ts';
import { requireSession, type Session } from '#lib/sign-in/require-session.ts';
import { SECOND } from '#lib/time.ts';
import { minor } from '#lib/whole-number.ts';

const EVENTS = {
  transaction: z.object({
    kind: z.enum(['booked', 'posted']),
    entry: entryViewSchema,
    balanceMinor: minor,
    availableMinor: minor,
  }),
  pending: z.object({
    kind: z.enum(PENDING_KINDS),
    pending: pendingViewSchema,
    balanceMinor: minor,
    availableMinor: minor,
  }),
  session: sessionEventSchema,
  payment: paymentEventSchema,
  reset: z.object({}).describe('What was missed is no longer in the log: load the data anew.'),
};

export const GET = endpoint({
  summary:
    'Transactions as they happen: events `transaction`, `pending`, `session`, `payment` and `reset`. Takes Last-Event-ID.',
  // An open stream is no sign of life: it would keep a session that nobody uses from ending.
  access: idleSession,
  query: z.strictObject({
    after: z
      .string()
      .refine(isStreamId, 'is not a stream id like 1700000000000-0')
      .optional()
      .describe('A stream id: what happened after it is sent first.'),
  }),
  answers: { 200: { media: ['text/event-stream'], events: EVENTS } },
  handler: async ({ session, user, query: { after }, headers }) => {
    let ends = endsOf(session);
    const body = await openEventStream({
      user,
      sid: session.document.sid,
      after: lastHeard(headers) ?? after ?? (await lastStreamId(webRedis(), user)),
      untilMs: await goodUntil(ends),
      recheck: () =>
        sessionNow(headers, ends, (found) => {
          ends = found;
        }),
    });
    return content('text/event-stream; charset=utf-8', body, {
      headers: {
        'cache-control': 'no-store, no-transform',
        // nginx would hold events back until its buffer is full.
        'x-accel-buffering': 'no',
      },
    });
  },
});

function lastHeard(headers: RequestHeaders): string | null {
  const id = headers.get('last-event-id');
  if (id !== null && !isStreamId(id)) throw new BankError('bad_request', 'Last-Event-ID is not a stream id.');
  return id;
}

/** When a session's two clocks run out: all that a stream keeps of the document. */
type Ends = Pick<SessionDocument, 'idleExpiresAt' | 'absoluteExpiresAt'>;

const endsOf = ({ document: { idleExpiresAt, absoluteExpiresAt } }: Session): Ends => ({
  idleExpiresAt,
  absoluteExpiresAt,
});

/** When the session's first clock runs out, told in this machine's time. */
async function goodUntil(ends: Ends): Promise<number> {
  return Date.now() + expiryOf(ends) - (await redisNow(webRedis()));
}

/** `known` are the session's ends as they were read last; `keep` is given them as they are now. */
async function sessionNow(
  headers: RequestHeaders,
  known: Ends,
  keep: (ends: Ends) => void,
): Promise<SessionState> {
  try {
    const ends = endsOf(await requireSession(headers, { activity: 'background', ask: 'redis' }));
    keep(ends);
    return { kind: 'alive', untilMs: await goodUntil(ends) };
  } catch (error) {
    // Without a reason it was not ended: the token was replaced, or Redis cannot be asked. The client comes back.
    const reason = error instanceof BankError ? error.extras.reason : undefined;
    if (reason === undefined) return { kind: 'unknown' };
    return { kind: 'ended', reason: reason === 'expired' ? await clockThatRanOut(known) : reason };
  }
}

/** Redis removes a session at its first end, and with it the times that would tell which end that was. */
async function clockThatRanOut(ends: Ends): Promise<EndReason> {
  if ((await goodUntil(ends)) > Date.now() + SECOND) return 'expired';
  return ends.idleExpiresAt < ends.absoluteExpiresAt ? 'idle' : 'absolute';
}
