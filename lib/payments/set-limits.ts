/** Sets a customer's limits: by whoever runs the bank. */
import { makeAuditEntries, OPERATOR } from '#lib/audit/audit-entry.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import type { Limits } from './limits.ts';

const setScript = sessionScript('lib/payments/set-limits.lua');

type Given = Partial<Pick<Limits, 'perPaymentMinor' | 'perDayMinor'>>;

/** Sets the limits that are given, from the next debit on; what was paid today counts on. One script, O(1). */
export async function setLimits(redis: Redis, user: UserTag, given: Given): Promise<void> {
  const event = { act: 'payment_limits_set' as const, detail: { ...given } };
  await setScript(redis, async () => ({
    keys: [keys.paymentLimits(user)],
    options: Object.fromEntries(Object.entries(given).map(([name, minor]) => [name, String(minor)])),
    audit: await makeAuditEntries(redis, user, OPERATOR, [event]),
  }));
}
