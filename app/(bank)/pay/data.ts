/** What paying is rendered from. */

import { chooseAccount } from '#app/_access/chosen-account.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { readPasskeys } from '#lib/identity/passkeys.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Account } from '#lib/ledger/accounts.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import { toDecimalText } from '#lib/money.ts';
import { listPayees } from '#lib/payments/payees.ts';
import { type PaymentView, viewOf } from '#lib/payments/payment.ts';
import { readPaymentKeys } from '#lib/payments/payment-keys.ts';
import { readPayment } from '#lib/payments/read-payments.ts';
import { webRedis } from '#lib/redis/client.ts';
import { of } from '#lib/redis/recorder.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { passkeysWork } from '#lib/webauthn.ts';
import { DEMO_PAYEES } from './demo.ts';

export type PayAccount = Pick<Account, 'id' | 'name' | 'number' | 'currency' | 'availableMinor'>;

/** Somebody who was paid before or saved. */
type KnownPayee = { number: string; name: string; isSaved: boolean; wasPaid: boolean };

/** What a draft begins with: the account that pays, and what an earlier payment had. */
type Given = {
  asked: string;
  from: string;
  amount?: string;
  reference?: string;
  payee?:
    | { kind: 'own'; account: string }
    | { kind: 'other'; number: string; name: string; nameAccepted: boolean };
};

export type PayData = {
  /** Whose draft of a payment a tab may go on with. */
  owner: string;
  accounts: readonly PayAccount[];
  /** The account that pays, until another is chosen. */
  first: string;
  payees: readonly KnownPayee[];
  /** What the address asks for. */
  given: Given | null;
  /** Those that sign in, oldest first. */
  passkeys: readonly { id: string; name: string }[];
  /** What a new passkey is named after. */
  device: { browser: string; system: string };
  /** Whether the bank knows a passkey of the customer for payments. */
  keyed: boolean;
  /** Whether passkeys can work at this address. */
  passkeysWork: boolean;
  /** For the line that says where the demo's code is; null outside of the demo. */
  demoUser: string | null;
  /** Whom anybody can pay in the demo. */
  demo: readonly { number: string; name: string }[];
  start: LiveStart;
};

/**
 * Everything paying begins with: `?from=` or the first account pays, `?again=` gives what an earlier payment had. Null
 * for a customer without accounts.
 */
export async function payData(
  session: Session,
  params: SearchParams,
  locale: string,
): Promise<PayData | null> {
  const redis = webRedis();
  const { user, username, profile, device } = session.document;
  const chosen = await chooseAccount(user, undefined);
  if (!chosen) return null;
  const { account, after, categories } = chosen;
  const [from, again] = [params.from, params.again].map((one) => [one].flat()[0]);
  const { accounts } = chosen;
  const asked = accounts.find(({ id }) => id === from);
  const [keys, passkeys, payees, before] = await Promise.all([
    of('keys', () => readPaymentKeys(redis, user)),
    of('passkeys', () => readPasskeys(redis, user)),
    of('payees', () => knownPayees(user)),
    again === undefined ? null : readPayment(redis, user, again),
  ]);
  return {
    owner: user,
    accounts: accounts.map(({ id, name, number, currency, availableMinor }) => ({
      ...{ id, name, number, currency, availableMinor },
    })),
    first: account.id,
    payees,
    given: before ? againOf(viewOf(before), locale) : asked ? { asked: asked.id, from: asked.id } : null,
    passkeys: passkeys.map(([id, { name }]) => ({ id, name })),
    device: { browser: device.browser, system: device.system },
    keyed: keys.length > 0,
    passkeysWork: passkeysWork(),
    demoUser: config().demo ? username : null,
    demo: config().demo ? DEMO_PAYEES.filter(({ name }) => name !== profile.name) : [],
    start: {
      after,
      categories,
      seqs: Object.fromEntries(accounts.map(({ id, seq }) => [id, seq])),
    },
  };
}

/** Those paid last, then those who were only saved, each once. */
async function knownPayees(user: UserTag): Promise<KnownPayee[]> {
  const { items, recent } = await listPayees(webRedis(), user);
  const saved = new Set(items.map(({ number }) => number));
  const known = new Map([...recent, ...items].map((one) => [one.number, one]));
  const paid = new Set(recent.map(({ number }) => number));
  return [...known.values()].map(({ number, name }) => ({
    ...{ number, name, isSaved: saved.has(number), wasPaid: paid.has(number) },
  }));
}

/** The name is checked again: the account may have another holder by now. */
const againOf = ({ id, from, to, amountMinor, reference }: PaymentView, locale: string): Given => ({
  asked: id,
  from: from.account,
  // As one types it.
  amount: toDecimalText(amountMinor).replace('.', (1.5).toLocaleString(locale).charAt(1)),
  payee: to.account
    ? { kind: 'own', account: to.account }
    : { kind: 'other', number: to.number, name: to.name, nameAccepted: false },
  reference,
});

/** A payment of one's own, with the name of the account that paid. Throws not_found for any other. */
export async function receiptData(session: Session, id: string): Promise<ReceiptData> {
  const { user } = session.document;
  const [payment, chosen] = await Promise.all([
    of('payment', () => readPayment(webRedis(), user, id)),
    chooseAccount(user, undefined),
  ]);
  if (!payment) throw new BankError('not_found', 'There is no such payment.');
  const account = chosen?.accounts.find((one) => one.id === payment.payer.account);
  return { payment: viewOf(payment), account: account?.name ?? payment.payer.name };
}

export type ReceiptData = { payment: PaymentView; account: string };
