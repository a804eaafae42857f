/** A session as its own user sees it in the list of devices. */
import type { SessionDocument } from '#lib/sessions/document.ts';

export type SessionView = {
  sid: string;
  current: boolean;
  transport: 'cookie' | 'bearer';
  browser: string;
  system: string;
  kind: string;
  /** Shortened: enough to tell home from abroad, not an address. */
  address: string;
  remembered: boolean;
  createdAt: number;
  lastActiveAt: number;
  idleExpiresAt: number;
  absoluteExpiresAt: number;
};

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

/** `203.0.113.9` → `203.0.113.…`, `2001:db8:1:2::9` → `2001:db8:1:…`. */
export function shortAddress(address: string): string {
  if (address.includes(':')) return `${address.split(':').slice(0, 3).join(':')}:…`;
  return address.replace(/^(\d+\.\d+\.\d+)\.\d+$/, '$1.…');
}
