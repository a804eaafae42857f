/** Makes the code for a customer's key for payments: by whoever runs the bank, who hands it on. */
import { randomInt } from 'node:crypto';
import { makeAuditEntries, OPERATOR } from '#lib/audit/audit-entry.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { codeDigest, PAYMENT_CODE_MS } from './payment-code.ts';

const makeScript = sessionScript('lib/payments/make-code.lua');

/** Without what people take for something else: 0 and O, 1, I and L, 2 and Z, 5 and S, U and V. */
const LETTERS = '346789ABCDEFGHJKMNPQRTWXY';
const GROUPS = [4, 4, 4];

/**
 * Makes a code in place of the one before: good once, for a day and five tries. Redis holds its digest alone. One
 * script, O(1).
 */
export async function makePaymentCode(redis: Redis, user: UserTag): Promise<string> {
  const letter = () => LETTERS[randomInt(LETTERS.length)];
  const code = GROUPS.map((length) => Array.from({ length }, letter).join('')).join('-');
  await makeScript(redis, async () => ({
    keys: [keys.paymentCode(user)],
    options: { digest: codeDigest(user, code), goodForMs: PAYMENT_CODE_MS },
    audit: await makeAuditEntries(redis, user, OPERATOR, [{ act: 'payment_code_made' }]),
  }));
  return code;
}
