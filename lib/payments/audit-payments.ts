/**
 * Holds the bank's sum: what payments took from accounts, less what they brought, is what is on its way; and each payment
 * has the entries that its document says, no more and no less. May run while money moves: accounts are read first,
 * and of a payment that ended meanwhile only what the accounts showed is counted.
 */
import type { AccountRef, PaymentId, UserTag } from '#lib/ids.ts';
import type { Audit } from '#lib/ledger/recompute.ts';
import { toDecimalText } from '#lib/money.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys, scopeOf } from '#lib/redis/keys.ts';
import { DAY, MINUTE } from '#lib/time.ts';
import { type Payment, paymentSchema } from './payment.ts';

/** What became of a payment is kept for 31 days past its end. */
const PAID_READ_MS = 30 * DAY;
const LATE_MS = MINUTE;

export type PaymentRef = { user: UserTag; id: PaymentId };
/** `late` names what is on its way for more than a minute; that is no fault of a number. */
export type BankSum = { payments: number; onItsWayMinor: number; faults: string[]; late: string[] };

/** Takes the audits of all accounts, then judges the payments. Memory grows with payments, by about 100 bytes each. */
export class PaymentsAudit {
  /** By payment: the account and amount of each entry. */
  readonly #seen = new Map<string, string[]>();
  /** By account: until when its entries are gone. */
  readonly #trimmed = new Map<string, number>();
  readonly #judged = new Set<string>();
  readonly #redis: Redis;
  readonly #startedAt: number;
  #differenceMinor = 0;
  #onItsWayMinor = 0;
  #openMinor = 0;
  readonly #faults: string[] = [];
  readonly #late: string[] = [];

  private constructor(redis: Redis, startedAt: number) {
    this.#redis = redis;
    this.#startedAt = startedAt;
  }

  /** Before the first account is read. */
  static async begin(redis: Redis): Promise<PaymentsAudit> {
    return new PaymentsAudit(redis, await redisNow(redis, 0));
  }

  takeAccount(ref: AccountRef, { paid }: Audit): void {
    this.#differenceMinor += paid.outMinor - paid.inMinor;
    if (paid.trimmedUntil > 0) this.#trimmed.set(scopeOf(ref), paid.trimmedUntil);
    for (const { payment, amountMinor } of paid.entries) {
      const entries = this.#seen.get(payment) ?? [];
      entries.push(entryOf(ref, amountMinor));
      this.#seen.set(payment, entries);
    }
  }

  /** JSON.GET, HGET and GET, O(1). One may come twice. */
  async takePayment({ user, id }: PaymentRef): Promise<void> {
    if (this.#judged.has(id)) return;
    this.#judged.add(id);
    const read = async () => paymentSchema.safeParse(await this.#redis.json.get(keys.payment(user, id))).data;
    const payment = await read();
    if (!payment || payment.id !== id || payment.payer.user !== user) {
      return void this.#faults.push(`payment ${id}: its document cannot be read`);
    }
    const seen = this.#seen.get(id) ?? [];
    this.#seen.delete(id);
    const { state, endedAt = Number.POSITIVE_INFINITY } = payment;
    const isOver = state !== 'asked' && state !== 'debited' && endedAt < this.#startedAt;
    if (!isOver) for (const entry of seen) this.#onItsWayMinor -= amountOf(entry);
    this.#judgeEntries(payment, seen, isOver);
    if (isOver) await this.#judgePaid(payment, endedAt);
    if (state === 'debited') await this.#judgeOpen(payment, read);
  }

  #judgeEntries(payment: Payment, seen: readonly string[], isOver: boolean): void {
    const { id, state, payer, payee, amountMinor, debitedAt = 0 } = payment;
    const [out, arrived, back] = [
      entryOf(payer, -amountMinor),
      entryOf(payee, amountMinor),
      entryOf(payer, amountMinor),
    ];
    const wanted = { done: [out, arrived], returned: [out, back], refused: [], asked: [], debited: [out] }[
      state
    ];
    const allowed = isOver
      ? [wanted]
      : [
          [out, arrived],
          [out, back],
        ];
    const isFine = allowed.some((ways) => seen.every((entry) => ways.includes(entry)));
    const mayLack = (entry: string) => !isOver || debitedAt <= (this.#trimmed.get(scopeIn(entry)) ?? 0);
    const lacks = wanted.filter((entry) => !seen.includes(entry) && !mayLack(entry));
    if (isFine && lacks.length === 0 && new Set(seen).size === seen.length) return;
    this.#faults.push(`payment ${id} is ${state}, and has the entries [${seen.join(', ')}]`);
  }

  async #judgePaid({ id, kind, state, payee }: Payment, endedAt: number): Promise<void> {
    const wanted = { done: 'credited', returned: 'rejected' }[state as string];
    if (kind === 'own' || !wanted || this.#startedAt - endedAt > PAID_READ_MS) return;
    const paid = await this.#redis.get(keys.paid(payee.user, id));
    if (paid !== wanted) this.#faults.push(`payment ${id} is ${state}, and its payee's answer is ${paid}`);
  }

  async #judgeOpen(payment: Payment, read: () => Promise<Payment | undefined>): Promise<void> {
    const { id, payer, amountMinor, debitedAt = 0 } = payment;
    const open = await this.#redis.hGet(keys.paymentsOpen(payer.user), id);
    if (open !== String(amountMinor) && (await read())?.state === 'debited') {
      this.#faults.push(`payment ${id} is on its way, and listed there with ${open}`);
    }
    if (this.#startedAt - debitedAt > LATE_MS) {
      this.#late.push(
        `payment ${id} of ${toDecimalText(amountMinor)} is on its way since ${new Date(debitedAt).toISOString()}`,
      );
    }
  }

  /** What is listed as on its way. HGETALL, and JSON.GET for each, O(payments on their way). */
  async takeOpen(user: UserTag): Promise<void> {
    const open = await this.#redis.hGetAll(keys.paymentsOpen(user));
    for (const [id, amount] of Object.entries(open)) {
      this.#openMinor += Number(amount);
      const [state] = ((await this.#redis.json.get(keys.payment(user, id as PaymentId), {
        path: '$.state',
      })) ?? []) as string[];
      if (state === 'debited' || !(await this.#redis.hExists(keys.paymentsOpen(user), id))) continue;
      this.#faults.push(`payment ${id} is listed as on its way, and is ${state ?? 'missing'}`);
    }
  }

  /** After all accounts, payments and what is listed. */
  end(): BankSum {
    for (const [id, entries] of this.#seen) {
      this.#faults.push(`payment ${id} has no document, and the entries [${entries.join(', ')}]`);
    }
    if (this.#differenceMinor !== this.#onItsWayMinor) {
      const [paid, way] = [this.#differenceMinor, this.#onItsWayMinor].map(toDecimalText);
      this.#faults.push(`what was paid out less what was paid in is ${paid}, and ${way} is on its way`);
    }
    return {
      payments: this.#judged.size,
      onItsWayMinor: this.#openMinor,
      faults: this.#faults,
      late: this.#late,
    };
  }
}

const entryOf = (ref: AccountRef, amountMinor: number) => `${scopeOf(ref)} ${amountMinor}`;
const scopeIn = (entry: string) => entry.split(' ')[0] ?? '';
const amountOf = (entry: string) => Number(entry.split(' ')[1]);
