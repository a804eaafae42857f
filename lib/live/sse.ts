/**
 * Server-sent events as bytes (https://html.spec.whatwg.org/multipage/server-sent-events.html). Every payload is
 * JSON on one line: JSON escapes line breaks, so no text in it can end an event or begin another.
 */
import { z } from 'zod';
import type { PaymentEvent, SessionEvent } from '#lib/live/session-signals.ts';

/** The fields that the stream needs; the rest of an entry is passed on as posted. */
export const liveEntrySchema = z.looseObject({
  account: z.string(),
  seq: z.number().int().positive(),
  balanceAfterMinor: z.number().int(),
});

/** A posting in the log: its stream id, and the account's balance after it. */
export type LiveEvent = { id: string; entry: z.infer<typeof liveEntrySchema>; balanceMinor: number };

const RETRY_MS = 1000;
const bytes = new TextEncoder();

const event = (name: string, data: unknown, id?: string): Uint8Array =>
  bytes.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * The beginning of a stream: the retry delay and the stream position. An event without data is not dispatched, but its
 * id is remembered, so a client can resume before any posting.
 */
export const encodeStart = (id: string): Uint8Array => bytes.encode(`retry: ${RETRY_MS}\nid: ${id}\n\n`);

export const encodeTransaction = ({ id, entry, balanceMinor }: LiveEvent): Uint8Array =>
  event('transaction', { entry, balanceMinor }, id);

/** The log no longer continues the client's data: reload it. The stream continues after `id`. */
export const encodeReset = (id: string): Uint8Array => event('reset', {}, id);

/** Without an id, since the session's events have no stream position. */
export const encodeSession = (payload: SessionEvent): Uint8Array => event('session', payload);

/** Without an id, as above. */
export const encodePayment = (payload: PaymentEvent): Uint8Array => event('payment', payload);

export const HEARTBEAT: Uint8Array = bytes.encode(': heartbeat\n\n');
