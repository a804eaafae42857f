/**
 * `npm run user -- reset <name>`: prints a link with which that user chooses a new password, once and within ten
 * minutes; it also ends their sessions, passkeys and keys for payments. `npm run user -- add <name> --role <role> …`
 * makes the user first, with a password that nobody knows. Whoever runs it hands the link on; it is written nowhere else.
 * A customer has no account yet: that is the core system's.
 * `npm run user -- close-account <number>` closes an account to payments.
 * `npm run user -- payment-limits <name>` prints what that customer may pay to others, and sets it by its options.
 * `npm run user -- payment-code <name>` prints a code for a key for payments of that customer, and the keys there are.
 * `npm run user -- sign-out-all` ends every session there is, of browsers and apps.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { makeAuditEntries, OPERATOR } from '#lib/audit/audit-entry.ts';
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { ROLES, roleSchema } from '#lib/identity/roles.ts';
import { createUser, findUserTag } from '#lib/identity/users.ts';
import { closeAccount, findAccount } from '#lib/ledger/account-numbers.ts';
import { readAccountHash } from '#lib/ledger/accounts.ts';
import { parseDecimal, toDecimalText } from '#lib/money.ts';
import { readLimits } from '#lib/payments/limits.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import { MAX_CODE_TRIES, PAYMENT_CODE_MS } from '#lib/payments/payment-code.ts';
import { readPaymentKeys } from '#lib/payments/payment-keys.ts';
import { MAX_AMOUNT_MINOR } from '#lib/payments/payment-limits.ts';
import { setLimits } from '#lib/payments/set-limits.ts';
import type { Redis } from '#lib/redis/client.ts';
import { revokeAllSessions } from '#lib/sessions/revoke.ts';
import { makeResetToken, RESET_LINK_MS } from '#lib/sign-in/reset-link.ts';
import { DAY, MINUTE } from '#lib/time.ts';
import { adminRedis } from '#ops/admin-redis.ts';
import { removeTicking } from '#worker/ticking.ts';
import { userPages } from './scan.ts';

const HELP = `npm run user -- reset <name>   makes a link to a new password for that user, which ends their passkeys, too
npm run user -- payment-code <name>
                               makes a code for a key for payments of that customer, and names
                               the keys there are: ask whether they are theirs
npm run user -- payment-limits <name> [--per-payment 500.00] [--per-day 1000.00]
                               prints what that customer may pay to others, or sets it
npm run user -- add <name> --role ${ROLES.join('|')} --full-name <text> --email <text> --born <yyyy-mm-dd>
                               makes the user, and the link
npm run user -- close-account <number>
                               closes an account: it takes no more money, and what it has can be paid out
npm run user -- sign-out-all   ends every session there is`;

const UNKNOWN_SECRET_BYTES = 32;

/** A sentence for whoever runs it. */
class Refused extends Error {}

const optionsSchema = z
  .strictObject({ role: roleSchema, 'full-name': z.string().min(1), email: z.email(), born: z.iso.date() })
  .transform(({ role, 'full-name': name, email, born }) => ({
    role,
    profile: { name, email, dateOfBirth: born },
  }));

const limit = z.string().transform(parseDecimal).pipe(z.number().min(0).max(MAX_AMOUNT_MINOR));
const limitsSchema = z
  .strictObject({ 'per-payment': limit.optional(), 'per-day': limit.optional() })
  .transform(({ 'per-payment': perPaymentMinor, 'per-day': perDayMinor }) => ({
    ...(perPaymentMinor === undefined ? {} : { perPaymentMinor }),
    ...(perDayMinor === undefined ? {} : { perDayMinor }),
  }));

/** What was asked for; `person` is one to be made. Null is to sign everybody out. */
function asked() {
  try {
    const text = { type: 'string' } as const;
    const options = {
      ...{ role: text, 'full-name': text, email: text, born: text },
      ...{ 'per-payment': text, 'per-day': text },
    };
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    const [act, name, ...more] = positionals;
    if (act === 'sign-out-all' && name === undefined && Object.keys(values).length === 0) return null;
    if (name === undefined || more.length > 0) throw new TypeError();
    if (act === 'add') return { name, act: 'reset' as const, person: optionsSchema.parse(values) };
    if (act === 'payment-limits') return { name, act, limits: limitsSchema.parse(values) };
    if (Object.keys(values).length > 0) throw new TypeError();
    if (act === 'close-account') return { account: name };
    if (act === 'reset' || act === 'payment-code') return { name, act };
    throw new TypeError();
  } catch {
    throw new Refused(HELP);
  }
}

/** Answers the name as it is signed in with. */
async function add(redis: Redis, username: string, person: z.infer<typeof optionsSchema>): Promise<string> {
  const password = randomBytes(UNKNOWN_SECRET_BYTES).toString('base64url');
  try {
    return (await createUser(redis, { username, ...person, password, accounts: [] })).username;
  } catch (error) {
    throw error instanceof BankError ? new Refused(error.message) : error;
  }
}

/** Raises every epoch, and records it where something ended: O(users + sessions). */
async function signOutAll(redis: Redis): Promise<number> {
  const detail = { reason: 'staff' };
  let ended = 0;
  for await (const users of userPages(redis)) {
    const counts = await Promise.all(
      users.map((user) =>
        revokeAllSessions(redis, user, 'staff', undefined, () =>
          makeAuditEntries(redis, user, OPERATOR, [{ act: 'sessions_ended', detail }]),
        ),
      ),
    );
    for (const count of counts) ended += count ?? 0;
  }
  return ended;
}

/** Answers what is said of it. */
async function closeAccountOf(redis: Redis, number: string): Promise<string> {
  const ref = await findAccount(redis, number);
  const account = ref && (await readAccountHash(redis, ref));
  if (!ref || !account) throw new Refused(`No account has the number ${JSON.stringify(number)}.`);
  await removeTicking(redis, ref);
  if (!(await closeAccount(redis, ref))) return `Account ${number} was closed already.`;
  const has = `${toDecimalText(account.balance)} ${account.currency}`;
  return `Account ${number} is closed: it takes no more money. Its ${has} can still be paid out.`;
}

const nobody = (name: string) => new Refused(`Nobody has the user name ${JSON.stringify(name)}.`);

async function reset(redis: Redis, name: string): Promise<void> {
  const token = await makeResetToken(redis, name);
  if (token === null) throw nobody(name);
  console.log(`Good once, for ${RESET_LINK_MS / MINUTE} minutes; whoever has it can sign in as ${name}:`);
  console.log(`${config().origin}/reset?token=${token}`);
  console.log('It signs out every device, and ends all passkeys and keys for payments.');
}

async function paymentCode(redis: Redis, name: string): Promise<void> {
  const user = await findUserTag(redis, name);
  if (user === null) throw nobody(name);
  // The code last: the start takes the last line.
  for (const { name: key, enrolledAt } of await readPaymentKeys(redis, user)) {
    const day = new Date(enrolledAt).toISOString().slice(0, 10);
    console.log(`${name} pays others with ${JSON.stringify(key)} since ${day}: ask whether it is theirs.`);
  }
  const days = PAYMENT_CODE_MS / DAY;
  console.log(
    `Good once, for ${days} day and ${MAX_CODE_TRIES} tries; ${name} pays others with what it sets up:`,
  );
  console.log(await makePaymentCode(redis, user));
}

async function paymentLimits(redis: Redis, name: string, given: z.infer<typeof limitsSchema>): Promise<void> {
  const user = await findUserTag(redis, name);
  if (user === null) throw nobody(name);
  if (Object.keys(given).length > 0) await setLimits(redis, user, given);
  const { perPaymentMinor, perDayMinor, leftTodayMinor } = await readLimits(redis, user);
  const [once, day, left] = [perPaymentMinor, perDayMinor, leftTodayMinor].map(toDecimalText);
  console.log(
    `${name} pays others ${once} at most at once and ${day} in a day, of which ${left} is left today.`,
  );
}

async function main(): Promise<void> {
  const wanted = asked();
  const redis = await adminRedis('user');
  try {
    if (wanted === null) return console.log(`${await signOutAll(redis)} sessions were ended.`);
    if (wanted.account !== undefined) return console.log(await closeAccountOf(redis, wanted.account));
    if (wanted.limits !== undefined) return await paymentLimits(redis, wanted.name, wanted.limits);
    const { name: given, act, person } = wanted;
    const name = person ? await add(redis, given, person) : given;
    await (act === 'reset' ? reset : paymentCode)(redis, name);
  } finally {
    await redis.close();
  }
}

await main().catch((error: unknown) => {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
