/**
 * Server-sent events as bytes (https://html.spec.whatwg.org/multipage/server-sent-events.html). Every payload is
 * JSON on one line: JSON escapes line breaks, so no text in it can end an event or begin another.
 */
import { z } from 'zod';
import type { SessionNews } from '#lib/live/session-signals.ts';

/** What the stream itself needs to know of an entry; the rest is passed on as it was posted. */
export const liveEntrySchema = z.looseObject({
  account: z.string(),
  seq: z.number().int().positive(),
  balanceAfterMinor: z.number().int(),
});

/** One posting as the log holds it. `id` is the stream id, the balance that of the account after it. */
export type LiveEvent = { id: string; entry: z.infer<typeof liveEntrySchema>; balanceMinor: number };

const RETRY_MS = 1000;
const bytes = new TextEncoder();

const event = (name: string, data: unknown, id?: string): Uint8Array =>
  bytes.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * The beginning of a stream: how soon to come back, and where it starts. An event without data is not
 * dispatched, but its id is remembered, so a client that asked for "from now on" can resume before any posting.
 */
export const encodeStart = (id: string): Uint8Array => bytes.encode(`retry: ${RETRY_MS}\nid: ${id}\n\n`);

export const encodeTransaction = ({ id, entry, balanceMinor }: LiveEvent): Uint8Array =>
  event('transaction', { entry, balanceMinor }, id);

/** The client's data can no longer be continued from the log: load it anew. The stream goes on after `id`. */
export const encodeReset = (id: string): Uint8Array => event('reset', {}, id);

/** Without an id: what happens to the session is not a place in the log. */
export const encodeSession = (payload: { kind: 'ended'; reason: string } | SessionNews): Uint8Array =>
  event('session', payload);

export const HEARTBEAT: Uint8Array = bytes.encode(': heartbeat\n\n');
