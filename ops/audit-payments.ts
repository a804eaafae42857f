/** The second half of `npm run audit:ledger`: the bank's sum. */
import type { BankSum, PaymentsAudit } from '#lib/payments/audit-payments.ts';
import type { Redis } from '#lib/redis/client.ts';
import { paymentPages, userPages } from './scan.ts';

/** Takes all payments, after all accounts were. Three reads a payment, O(1). */
export async function judgePayments(redis: Redis, audit: PaymentsAudit): Promise<BankSum> {
  for await (const payments of paymentPages(redis)) {
    await Promise.all(payments.map((payment) => audit.takePayment(payment)));
  }
  const seen = new Set<string>();
  for await (const users of userPages(redis, 'paymentsOpen')) {
    for (const user of users) {
      if (!seen.has(user)) await audit.takeOpen(user);
      seen.add(user);
    }
  }
  return audit.end();
}
