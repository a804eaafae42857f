/** The tutorial's shapes: amounts are decimal numbers and dates are text, here and nowhere else. */
import { z } from 'zod';
import type { OwnAccount } from '#app/_access/access.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { readAccountHash } from '#lib/ledger/accounts.ts';
import { readPending } from '#lib/ledger/authorize.ts';
import { readLedger } from '#lib/ledger/read-entries.ts';
import { TRANSACTION_TYPES } from '#lib/ledger/schema.ts';
import { maskNumber } from '#lib/mask.ts';
import { toMajorNumber } from '#lib/money.ts';
import { webRedis } from '#lib/redis/client.ts';
import { detailsForMs } from '#lib/sign-in/own-details.ts';

const majorUnits = z.number().describe('Major units.');

export const tutorialRowSchema = z
  .object({
    id: z.string(),
    fromAccount: z.string().describe('Masked without a fresh step-up.'),
    fromAccountName: z.string(),
    toAccount: z.string().describe('Masked without a fresh step-up.'),
    toAccountName: z.string(),
    amount: majorUnits,
    description: z.string(),
    transactionDate: z.string().describe('ISO 8601, as the tutorial’s redis-om entity came out as JSON.'),
    transactionType: z.enum(TRANSACTION_TYPES),
    balanceAfter: majorUnits,
  })
  .meta({ id: 'TutorialTransaction' });

/**
 * Pending transactions of these ids, the newest first, then entries of these numbers, as rows with the tutorial's field
 * names; after a pending one the balance is the available one. Account numbers are whole for who may see full details: the
 * other side may be an account of the same customer. JSON.MGET, O(entries), for pending ones JSON.GET and HGETALL, and what
 * `detailsForMs` sends.
 */
export async function tutorialRows(
  { seqs, pending: ids }: { seqs: readonly number[]; pending: readonly string[] },
  { ref, session, headers }: Pick<OwnAccount, 'ref' | 'session'> & { headers: RequestHeaders },
): Promise<z.input<typeof tutorialRowSchema>[]> {
  const redis = webRedis();
  const isPending = ids.length > 0;
  const [entries, pending, account] = await Promise.all([
    readLedger(redis, ref, seqs),
    isPending ? readPending(redis, ref) : [],
    isPending ? readAccountHash(redis, ref) : null,
  ]);
  const full = (await detailsForMs(headers, session)) > 0;
  const numberOf = (number: string) => (full ? number : maskNumber(number));
  const waiting = pending
    .filter(({ id }) => ids.includes(id))
    .reverse()
    .map(({ id, counterparty, counterpartyAccount, amountMinor, description, at, type }) => ({
      id,
      fromAccount: numberOf(counterpartyAccount),
      fromAccountName: counterparty,
      toAccount: numberOf(account?.number ?? ''),
      toAccountName: account?.name ?? '',
      amount: toMajorNumber(amountMinor),
      description,
      transactionDate: new Date(at).toISOString(),
      transactionType: type,
      balanceAfter: toMajorNumber(account?.available ?? 0),
    }));
  const booked = entries.map((entry) => ({
    id: entry.id,
    fromAccount: numberOf(entry.fromAccount),
    fromAccountName: entry.fromAccountName,
    toAccount: numberOf(entry.toAccount),
    toAccountName: entry.toAccountName,
    amount: toMajorNumber(entry.amount),
    description: entry.description,
    transactionDate: new Date(entry.transactionDate).toISOString(),
    transactionType: entry.transactionType,
    balanceAfter: toMajorNumber(entry.balanceAfter),
  }));
  return [...waiting, ...booked];
}
