/**
 * Server-sent events as bytes (https://html.spec.whatwg.org/multipage/server-sent-events.html). Every payload is
 * JSON on one line: JSON escapes line breaks, so no text in it can end an event or begin another.
 */
import { z } from 'zod';
import { PENDING_KINDS } from '#lib/ledger/pending.ts';
import type { PaymentEvent, SessionEvent } from '#lib/live/session-signals.ts';

const minor = z.number().int();
/** The fields that the stream needs; the rest of a row is passed on as written. */
const entryRow = z.looseObject({
  account: z.string(),
  seq: z.number().int().positive(),
  balanceAfterMinor: minor,
  availableAfterMinor: minor.optional(),
});
const pendingRow = z.looseObject({
  account: z.string(),
  id: z.string(),
  balanceMinor: minor,
  availableMinor: minor,
});

/** An event of the log as its kind and row are stored: an entry, or what happened to a pending transaction. */
export const liveRowSchema = z.union([
  z
    .object({ kind: z.enum(['booked', 'posted']), row: entryRow })
    .transform(({ kind, row: { availableAfterMinor, ...row } }) => {
      const balanceMinor = row.balanceAfterMinor;
      const availableMinor = availableAfterMinor ?? balanceMinor;
      // As a list has the entry (ledger-entry.ts).
      const entry = availableMinor === balanceMinor ? row : { ...row, availableAfterMinor: availableMinor };
      return { name: 'transaction' as const, data: { kind, entry, balanceMinor, availableMinor } };
    }),
  z
    .object({ kind: z.enum(PENDING_KINDS), row: pendingRow })
    .transform(({ kind, row: { balanceMinor, availableMinor, ...pending } }) => ({
      name: 'pending' as const,
      data: { kind, pending, balanceMinor, availableMinor },
    })),
]);

/** With its stream id. */
export type LiveEvent = { id: string } & z.infer<typeof liveRowSchema>;

const RETRY_MS = 1000;
const bytes = new TextEncoder();

const event = (name: string, data: unknown, id?: string): Uint8Array =>
  bytes.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * The beginning of a stream: the retry delay and the stream position. An event without data is not dispatched, but its
 * id is remembered, so a client can resume before any posting.
 */
export const encodeStart = (id: string): Uint8Array => bytes.encode(`retry: ${RETRY_MS}\nid: ${id}\n\n`);

export const encodeLive = ({ id, name, data }: LiveEvent): Uint8Array => event(name, data, id);

/** The log no longer continues the client's data: reload it. The stream continues after `id`. */
export const encodeReset = (id: string): Uint8Array => event('reset', {}, id);

/** Without an id, since the session's events have no stream position. */
export const encodeSession = (payload: SessionEvent): Uint8Array => event('session', payload);

/** Without an id, as above. */
export const encodePayment = (payload: PaymentEvent): Uint8Array => event('payment', payload);

export const HEARTBEAT: Uint8Array = bytes.encode(': heartbeat\n\n');
