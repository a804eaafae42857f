/** Payees: whose account a number is, by the name that the payer types, and those that a customer saved. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { AccountRef, UserTag } from '#lib/ids.ts';
import { findAccount } from '#lib/ledger/account-numbers.ts';
import { type AccountHash, readAccountHash } from '#lib/ledger/accounts.ts';
import { MAX_COUNTERPARTY } from '#lib/ledger/ledger-entry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { readFields, setField } from '#lib/redis/fields.ts';
import { keys } from '#lib/redis/keys.ts';
import { asLine } from '#lib/short-name.ts';
import { admitWithin } from '#lib/sign-in/throttle.ts';
import { MINUTE } from '#lib/time.ts';
import { millis } from '#lib/whole-number.ts';
import { compareNames } from './payee-name.ts';
import { accountNumberSchema, payeeNameSchema } from './payment.ts';
import { MAX_PAYEES } from './payment-limits.ts';
import { readPayments } from './read-payments.ts';

/** Answers other than `matches`: of a customer, and of a source, whoever they are. */
const CHECKS = {
  customer: { tries: 20, windowMs: 15 * MINUTE },
  source: { tries: 100, windowMs: 15 * MINUTE },
} as const;
const MAX_RECENT = 8;
/** Payments that recent payees are read from. */
const LOOKED_AT = 50;

export const payeeQuestionSchema = z.strictObject({ number: accountNumberSchema, name: payeeNameSchema });

/** `close` and `matches` answer the holder’s name; `differs` and `unknown` nothing. */
export const payeeAnswerSchema = z.object({
  answer: z.enum(['matches', 'close', 'differs', 'unknown']),
  name: z.string().optional().describe('The holder’s name, where what was typed matches or is close.'),
});
type PayeeAnswer = z.infer<typeof payeeAnswerSchema>;

export const payeeSchema = z
  .object({ number: z.string(), name: z.string(), at: millis.describe('When it was saved, or last paid.') })
  .meta({ id: 'Payee' });
type Payee = z.infer<typeof payeeSchema>;

export const payeesSchema = z.object({
  items: z.array(payeeSchema).describe('Saved ones by name.'),
  recent: z.array(payeeSchema).describe('Paid last, newest first; saved ones too.'),
});

/** An account with its holder’s name. */
export type Holder = { ref: AccountRef; account: AccountHash; name: string };

/** The name of a customer as the ledger takes it, or null where there is no such user. JSON.GET by path, O(1). */
export async function holderName(redis: Redis, user: UserTag): Promise<string | null> {
  const found = await redis.json.get(keys.user(user), { path: '$.profile.name' });
  return found === null ? null : asLine(z.tuple([z.string()]).parse(found)[0], MAX_COUNTERPARTY);
}

/** The account with this number and who holds it, or null. GET, HGETALL and JSON.GET, O(1). */
export async function findHolder(redis: Redis, number: string): Promise<Holder | null> {
  const ref = await findAccount(redis, number);
  if (!ref) return null;
  const [hash, name] = await Promise.all([readAccountHash(redis, ref), holderName(redis, ref.user)]);
  return hash && name !== null ? { ref, account: hash, name } : null;
}

/**
 * Whether the account with this number belongs to somebody of this name. Throttled for the customer and for `source`, but
 * for answers that match: else one could try names. Throws `throttled`.
 */
export async function checkPayee(
  redis: Redis,
  user: UserTag,
  source: string,
  { number, name }: z.output<typeof payeeQuestionSchema>,
): Promise<PayeeAnswer> {
  const giveBack = await admitChecks(redis, user, source);
  const holder = await findHolder(redis, number);
  const answer = holder === null ? 'unknown' : compareNames(holder.name, name);
  if (answer === 'matches') await giveBack();
  return answer === 'matches' || answer === 'close' ? { answer, name: holder?.name } : { answer };
}

/** Admits a check, that of one `question` once, or throws `throttled`. Answers how to give it back. */
export async function admitChecks(
  redis: Redis,
  user: UserTag,
  source: string,
  question?: string,
): Promise<() => Promise<unknown>> {
  const ofCustomer = await admitWithin(redis, ['payee', user], CHECKS.customer, question);
  const ofSource = await admitWithin(redis, ['payee source', source], CHECKS.source, question);
  return () => Promise.all([ofCustomer(), ofSource()]);
}

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
const storedSchema = payeeSchema.omit({ number: true });

/** Saved payees by name, and those paid last. HGETALL, O(100), ZRANGE and JSON.MGET, O(50). */
export async function listPayees(redis: Redis, user: UserTag): Promise<z.infer<typeof payeesSchema>> {
  const [fields, payments] = await Promise.all([
    readFields(redis, keys.payees(user)),
    readPayments(redis, user, { limit: LOOKED_AT }),
  ]);
  const items = Object.entries(fields).map(([number, json]) => ({
    number,
    ...storedSchema.parse(JSON.parse(json)),
  }));
  const recent = new Map<string, Payee>();
  for (const { kind, state, payee, askedAt } of payments.items) {
    if (kind !== 'payment' || state !== 'done' || recent.has(payee.number)) continue;
    recent.set(payee.number, { number: payee.number, name: payee.name, at: askedAt });
  }
  return {
    items: items.sort((one, other) => byName.compare(one.name, other.name)),
    recent: [...recent.values()].slice(0, MAX_RECENT),
  };
}

/** A number as an address names it. Throws not_found for what is none. */
function payeeNumber(text: string): string {
  const number = accountNumberSchema.safeParse(text);
  if (!number.success) throw noPayee();
  return number.data;
}
const noPayee = () => new BankError('not_found', 'There is no such payee.');

/** Saves a payee or renames one. Throws `conflict` above MAX_PAYEES. EVALSHA set-field.lua, O(1). */
export async function savePayee(redis: Redis, user: UserTag, text: string, name: string): Promise<Payee> {
  const number = payeeNumber(text);
  const at = Math.round(await redisNow(redis));
  const options = { field: number, value: JSON.stringify({ name, at }), maxFields: MAX_PAYEES };
  if (await setField(redis, keys.payees(user), options)) return { number, name, at };
  throw new BankError(
    'conflict',
    `There are ${MAX_PAYEES} saved payees already. Remove one that is not needed.`,
  );
}

/** Removes a saved payee. Throws not_found. HDEL, O(1). */
export async function removePayee(redis: Redis, user: UserTag, text: string): Promise<void> {
  if ((await redis.hDel(keys.payees(user), payeeNumber(text))) === 0) throw noPayee();
}
