/**
 * `npm run audit:ledger`: recomputes every account from its entries, one line each, and ends with status 1 when a
 * number does not follow from them, or the bank's sum does not hold. May run while workers post and payments move.
 * Readiness tells the last verdict. With `--mend` what is pending is put right first, where it alone is wrong.
 */
import { type AccountRef, isAccountId, type UserTag } from '#lib/ids.ts';
import { mendPending } from '#lib/ledger/mend-pending.ts';
import { type Audit, auditAccount } from '#lib/ledger/recompute.ts';
import { toDecimalText } from '#lib/money.ts';
import { type BankSum, PaymentsAudit } from '#lib/payments/audit-payments.ts';
import { LEDGER_AUDIT, type LedgerAudit } from '#lib/readiness/readiness.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { adminRedis } from '#ops/admin-redis.ts';
import { judgePayments } from './audit-payments.ts';
import { accountPages, userPages } from './scan.ts';

/** One altered entry makes all that follow it wrong; the first ones tell. */
const SHOWN_FAULTS = 12;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Accounts there are, and accounts that a customer's document names: one that is gone must not go unnoticed. */
async function* allAccounts(redis: Redis): AsyncGenerator<AccountRef> {
  const seen = new Set<string>();
  const unseen = (refs: AccountRef[]) =>
    refs.filter((ref) => !seen.has(keys.account(ref)) && seen.add(keys.account(ref)));
  for await (const refs of accountPages(redis)) yield* unseen(refs);
  for await (const users of userPages(redis)) {
    for (const user of users) yield* unseen(await accountsOf(redis, user));
  }
}

async function accountsOf(redis: Redis, user: UserTag): Promise<AccountRef[]> {
  const [ids] = ((await redis.json.get(keys.user(user), { path: '$.accounts' })) ?? []) as unknown as [
    string[]?,
  ];
  return (ids ?? []).filter(isAccountId).map((account) => ({ user, account }));
}

function report(ref: AccountRef, audit: Audit): void {
  const { name, entries, balanceMinor, faults } = audit;
  const verdict = faults.length === 0 ? 'ok   ' : 'WRONG';
  const count = `${entries.toLocaleString('en')} entries`;
  say(`${verdict}  ${keys.account(ref)}  ${name}  ${count}  balance ${toDecimalText(balanceMinor)}`);
  for (const fault of faults.slice(0, SHOWN_FAULTS)) say(`       ${fault}`);
  if (faults.length > SHOWN_FAULTS) say(`       and ${faults.length - SHOWN_FAULTS} more`);
}

const GONE: Audit = {
  name: '',
  entries: 0,
  balanceMinor: 0,
  faults: ['there is no such account'],
  isMendable: false,
  paid: { entries: [], outMinor: 0, inMinor: 0, trimmedUntil: 0 },
};

async function mend(redis: Redis, ref: AccountRef): Promise<void> {
  const mended = await mendPending(redis, ref);
  if (!mended) return;
  const removed = mended.faults.map((fault) => `${fault}: it is removed; `).join('');
  say(`mended ${keys.account(ref)}  ${removed}${toDecimalText(mended.availableMinor)} is available`);
}

function reportPayments({ payments, onItsWayMinor, faults, late }: BankSum): void {
  const verdict = faults.length === 0 ? 'ok   ' : 'WRONG';
  say(
    `${verdict}  ${payments.toLocaleString('en')} payments  ${toDecimalText(onItsWayMinor)} is on its way  late: ${late.length}`,
  );
  for (const line of [...faults, ...late].slice(0, SHOWN_FAULTS)) say(`       ${line}`);
}

// `… | head` stops reading before the end; the status is still the verdict on all.
process.stdout.on('error', () => undefined);

const isMending = process.argv.includes('--mend');
const redis = await adminRedis('audit');
const note = (verdict: LedgerAudit) => redis.hSet(keys.deployed(), LEDGER_AUDIT, verdict);
await note('unfinished');
let [accounts, entries, wrong] = [0, 0, 0];
const payments = await PaymentsAudit.begin(redis);
for await (const ref of allAccounts(redis)) {
  let audit = (await auditAccount(redis, ref)) ?? GONE;
  if (isMending && audit.isMendable) {
    await mend(redis, ref);
    audit = (await auditAccount(redis, ref)) ?? GONE;
  }
  report(ref, audit);
  payments.takeAccount(ref, audit);
  accounts += 1;
  entries += audit.entries;
  if (audit.faults.length > 0) wrong += 1;
}
const bank = await judgePayments(redis, payments);
if (bank.payments > 0 || bank.faults.length > 0) reportPayments(bank);
const isSumWrong = bank.faults.length > 0;
const failed = accounts === 0 || wrong > 0 || isSumWrong;
await note(wrong > 0 || isSumWrong ? 'wrong' : 'right');
await redis.close();
if (accounts === 0) say('There is no account to audit.');
else if (wrong > 0) say(`${wrong} of ${accounts} accounts are WRONG.`);
else if (isSumWrong) say("The bank's sum is WRONG.");
else
  say(
    `${accounts} accounts, ${entries.toLocaleString('en')} entries: every number follows from the entries.`,
  );
process.exitCode = failed ? 1 : 0;
