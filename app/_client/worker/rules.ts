/** Who may keep data on a device, and until when it may be shown. Pure: every time is an argument. */
import type { SessionAnswer, Times } from './types.ts';

/** Below it the device's clock is taken to have been corrected, not set back. */
export const CORRECTION_MS = 5000;

/** Staff never, and neither sessions under the payment rules. */
export const mayStore = ({ role, policy }: Pick<SessionAnswer, 'role' | 'policy'>): boolean =>
  role === 'user' && (policy === 'standard' || policy === 'remembered');

/**
 * When a session ends by the device's clock, which may be wrong as long as it runs: what is left of it by the
 * bank's, from the moment it was asked.
 */
export const endByDevice = (
  { idleExpiresAt, absoluteExpiresAt }: Pick<SessionAnswer, 'idleExpiresAt' | 'absoluteExpiresAt'>,
  { bankNow, requestedAt }: { bankNow: number; requestedAt: number },
): number => requestedAt + Math.min(idleExpiresAt, absoluteExpiresAt) - bankNow;

/**
 * How long what is stored may still be shown, 0 when not any more: the session's end has come, or the clock was set
 * back behind a time that was seen already.
 */
export const leftMs = ({ endsAt, seenAt }: Times, now: number): number =>
  now < seenAt - CORRECTION_MS ? 0 : Math.max(0, endsAt - Math.max(now, seenAt));

/**
 * What an answer of the bank says about the session, seen on its way to a page: `over` for any 401 and whatever
 * leads to the sign-in, `left` for a sign-out, `other` when somebody signed in. `to`: the path it led to, if it did.
 */
export function saidBy(
  { method, path }: { method: string; path: string },
  { status, to }: { status: number; to: string },
): 'over' | 'left' | 'other' | null {
  if (to.startsWith('/login')) return to.includes('reason=signed_out') ? 'left' : 'over';
  if (status === 401) return 'over';
  if (method === 'POST' && status < 300 && path === '/api/auth/logout') return 'left';
  if (method === 'POST' && status < 300 && path === '/api/auth/login') return 'other';
  return null;
}
