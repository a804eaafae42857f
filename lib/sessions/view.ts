/** A session as its own user sees it in the list of devices. */
import { z } from 'zod';
import { type SessionDocument, TRANSPORTS } from '#lib/sessions/document.ts';
import { shortAddress } from '#lib/sessions/short-address.ts';

const millis = z.number().int().describe('Milliseconds since the epoch.');

export const sessionViewSchema = z
  .object({
    sid: z.string(),
    current: z.boolean().describe('The session that asks.'),
    transport: z.enum(TRANSPORTS),
    browser: z.string(),
    system: z.string(),
    kind: z.string(),
    address: z.string().describe('Shortened: enough to tell home from abroad, not an address.'),
    remembered: z.boolean(),
    createdAt: millis,
    lastActiveAt: millis,
    idleExpiresAt: millis,
    absoluteExpiresAt: millis,
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionViewSchema>;

export const sessionView = (document: SessionDocument, currentSid: string): SessionView => ({
  sid: document.sid,
  current: document.sid === currentSid,
  transport: document.transport,
  browser: document.device.browser,
  system: document.device.system,
  kind: document.device.kind,
  address: shortAddress(document.device.address),
  remembered: document.policy === 'remembered',
  createdAt: document.createdAt,
  lastActiveAt: document.lastActiveAt,
  idleExpiresAt: document.idleExpiresAt,
  absoluteExpiresAt: document.absoluteExpiresAt,
});
