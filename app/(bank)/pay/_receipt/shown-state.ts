import type { PaymentView } from '#lib/payments/payment.ts';
import { MINUTE } from '#lib/time.ts';

/** The clocks of the bank's machines are nearer to each other. */
const CLOCKS_MS = MINUTE;

/**
 * What a receipt says. Whether an asked payment was confirmed is not known until its time is over: its proof may wait for
 * the payments process.
 */
export function shownState(
  { state, kind, expiresAt }: Pick<PaymentView, 'state' | 'kind' | 'expiresAt'>,
  now: number,
) {
  if (kind === 'own' && state === 'asked') return 'moving';
  if (kind === 'own' && state === 'done') return 'moved';
  return state === 'asked' && expiresAt !== undefined && now > expiresAt + CLOCKS_MS ? 'refused' : state;
}
