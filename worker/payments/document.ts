/** The documents of payments that wait: written once, and refused before anything moved. */
import { paymentSignal } from '#lib/payments/book.ts';
import type { Payment, PaymentReason } from '#lib/payments/payment.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { DAY } from '#lib/time.ts';

const writeScript = luaScript('worker/payments/write-payment.lua');
const refuseScript = luaScript('worker/payments/refuse.lua');
/** What moved nothing is remembered for so long, and with it the key that it was asked with. */
const KEPT_MS = DAY;

/** Writes what was asked for, unless it was asked for with this key before. One script, O(1). */
export async function writePayment(redis: Redis, payment: Payment): Promise<void> {
  const key = keys.payment(payment.payer.user, payment.id);
  await writeScript(redis, [key], [JSON.stringify(payment), String(KEPT_MS)]);
}

/** Refuses a payment that waits for its proof; any other stays as it is. One script, O(1). */
export async function refuse(redis: Redis, { id, payer }: Payment, reason: PaymentReason): Promise<void> {
  const options = { reason, channel: keys.signal(payer.user), signal: paymentSignal(id, 'refused') };
  await refuseScript(redis, [keys.payment(payer.user, id)], [JSON.stringify(options)]);
}
