import { expect } from 'playwright/test';
import { newUserTag } from '#lib/identity/users.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Payment } from '#lib/payments/payment.ts';
import { writePayment } from '#tests/setup/some-payment.ts';
import { hideAmounts, loseConnection } from '../bank-parts.ts';
import type { Look, Scene, Scenes } from '../look.ts';
import { writePasskey } from './passkeys.ts';

/** Opens paying and types an amount, in the language's own form. */
async function open({ page, words }: Look, amount = '25'): Promise<void> {
  await page.goto('/pay');
  await expect(page.getByTestId('after')).toBeVisible();
  if (amount) await page.getByRole('textbox', { name: words.pay.amount }).fill(amount);
}

async function goOn(look: Look, amount?: string): Promise<void> {
  await open(look, amount);
  await look.page.getByRole('button', { name: look.words.pay.next }).click();
}

async function toPayees(look: Look): Promise<void> {
  await goOn(look);
  await expect(look.page.getByRole('searchbox')).toBeVisible();
}

async function toReview(look: Look, name: RegExp): Promise<void> {
  await toPayees(look);
  await look.page.getByRole('button', { name }).click();
  await expect(look.page.getByTestId('sentence')).toBeVisible();
}

/** As Alice would be checked. */
async function toQuestion(look: Look, answer: object): Promise<void> {
  const { page, words } = look;
  await toPayees(look);
  await page.route('**/api/payees/check', (route) => route.fulfill({ json: answer }));
  await page.getByRole('button', { name: words.pay.fresh }).click();
  await page.getByLabel(words.pay.number).fill('1642 207 730');
  await page.getByLabel(words.pay.name).fill('Alice Nugyen');
  await page.getByRole('button', { name: words.pay.next }).click();
}

/** As a customer whose passkey pays, before Alice is paid. */
async function keyed(look: Look): Promise<AccountRef> {
  const { ref } = await look.asNewCustomer(3);
  await writePasskey(look, ref.user, { pays: true });
  await toReview(look, /Alice/);
  return ref;
}

/** The bank says no. */
const refused = (code: string, facts: object = {}): Scene => ({
  async bring(look) {
    const { page, words } = look;
    await keyed(look);
    await page.route('**/api/payments', (route) => route.fulfill({ status: 422, json: { code, ...facts } }));
    await page.getByRole('button', { name: words.pay.confirm }).click();
    await expect(page.getByTestId('pay-problem')).toHaveText(/./);
    return 'screen';
  },
});

/** A payment as it may stand on its receipt. */
const receipt = (some: Partial<Payment>, to: Partial<Payment['payee']> = {}): Scene => ({
  async bring({ page, redis, asNewCustomer }) {
    const { ref } = await asNewCustomer(3);
    const user = newUserTag();
    const { id } = await writePayment(redis, ref, { user, ...to }, some);
    await page.goto(`/pay/${id}`);
    await expect(page.getByTestId('payment-state')).toBeVisible();
    return 'screen';
  },
});

export const scenes: Scenes = {
  'pay-amount': {
    as: 'bob',
    async bring(look) {
      await open(look, '');
      return 'screen';
    },
  },
  'pay-amount-fault': {
    as: 'bob',
    async bring(look) {
      await goOn(look, '999999');
      return 'screen';
    },
  },
  'pay-amount-typed': {
    as: 'bob',
    async bring(look) {
      await open(look, '1234.5');
      return 'screen';
    },
  },
  'pay-amount-hidden': {
    async bring(look) {
      await look.asNewCustomer(3);
      await hideAmounts(look);
      await open(look);
      return 'screen';
    },
  },
  'pay-again': {
    async bring(look) {
      const { ref } = await look.asNewCustomer(3);
      const { id } = await writePayment(look.redis, ref, {});
      await look.page.goto(`/pay?again=${id}`);
      await expect(look.page.getByTestId('after')).toBeVisible();
      return 'screen';
    },
  },
  'pay-waiting': {
    async bring(look) {
      const { ref } = await look.asNewCustomer(3);
      await toReview(look, /Alice/);
      const { id } = await writePayment(look.redis, ref, { name: 'Carol Fitzgerald' });
      await look.page.goto(`/pay?again=${id}`);
      await expect(look.page.getByRole('button', { name: look.words.pay.goOn })).toBeVisible();
      return 'screen';
    },
  },
  'pay-offline': {
    as: 'bob',
    async bring(look) {
      await loseConnection(look, () => open(look));
      return 'screen';
    },
  },
  'pay-payee': {
    as: 'bob',
    async bring(look) {
      await toPayees(look);
      return 'screen';
    },
  },
  'pay-payee-found': {
    as: 'bob',
    async bring(look) {
      await toPayees(look);
      await look.page.getByRole('searchbox').fill('Alcie');
      return 'screen';
    },
  },
  'pay-payee-none': {
    as: 'bob',
    async bring(look) {
      await toPayees(look);
      await look.page.getByRole('searchbox').fill('Dagobert');
      return 'screen';
    },
  },
  'pay-new': {
    as: 'bob',
    async bring(look) {
      await toPayees(look);
      await look.page.getByRole('button', { name: look.words.pay.fresh }).click();
      await look.page.getByRole('button', { name: look.words.pay.next }).click();
      return 'screen';
    },
  },
  'pay-new-close': {
    as: 'bob',
    async bring(look) {
      await toQuestion(look, { answer: 'close', name: 'Alice Nguyen' });
      await expect(look.page.getByTestId('name-question')).toBeVisible();
      return 'screen';
    },
  },
  'pay-new-differs': {
    as: 'bob',
    async bring(look) {
      await toQuestion(look, { answer: 'differs' });
      await expect(look.page.getByTestId('name-question')).toBeVisible();
      return 'screen';
    },
  },
  'pay-new-unknown': {
    as: 'bob',
    async bring(look) {
      await toQuestion(look, { answer: 'unknown' });
      await expect(look.page.getByTestId('pay-problem')).toHaveText(/./);
      return 'screen';
    },
  },
  'pay-review': {
    as: 'bob',
    async bring(look) {
      await toReview(look, /Alice/);
      return 'screen';
    },
  },
  'pay-review-own': {
    as: 'bob',
    async bring(look) {
      await toReview(look, /3179/);
      return 'screen';
    },
  },
  'pay-review-keyed': {
    async bring(look) {
      await keyed(look);
      return 'screen';
    },
  },
  'pay-set-up-password': {
    async bring(look) {
      const { page, words } = look;
      const { ref } = await look.asNewCustomer(3);
      await writePasskey(look, ref.user);
      await toReview(look, /Alice/);
      await page.getByLabel(words.pay.passkey).selectOption('');
      await page.getByRole('button', { name: words.pay.setUp }).click();
      return 'page';
    },
  },
  'pay-no-passkeys': {
    as: 'bob',
    async bring(look) {
      await look.page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
      await toReview(look, /Alice/);
      return 'screen';
    },
  },
  'pay-sending': {
    async bring(look) {
      await keyed(look);
      await look.page.route('**/api/payments', () => undefined);
      await look.page.getByRole('button', { name: look.words.pay.confirm }).click();
      await expect(look.page.getByRole('button', { name: look.words.pay.sending })).toBeVisible();
      return 'screen';
    },
  },
  'pay-unknown': {
    as: 'bob',
    async bring(look) {
      await toReview(look, /3179/);
      await look.page.route('**/api/transfers', (route) => route.abort());
      await look.page.getByRole('button', { name: look.words.pay.move }).click();
      await expect(look.page.getByTestId('unknown')).toBeVisible();
      return 'screen';
    },
  },
  'pay-refused-money': refused('not_enough', { availableMinor: 12_34 }),
  'pay-refused-limit': refused('over_day_limit', { limitMinor: 2000_00, renewsAt: Date.UTC(2026, 10, 29) }),
  'pay-refused-name': refused('name_close', { name: 'Alice Nguyen' }),
  'pay-refused-expired': refused('expired'),
  'receipt-done': receipt({}),
  'receipt-moved': receipt({ kind: 'own', reference: 'Holiday' }, { name: 'Savings', number: '1580783179' }),
  'receipt-printed': {
    async bring(look) {
      await receipt({ reference: 'Rent for November, flat 3b, with thanks' }).bring(look);
      await look.page.emulateMedia({ media: 'print' });
      return 'page';
    },
  },
  'receipt-on-its-way': receipt({ state: 'debited', reference: '' }),
  'receipt-asked': receipt({ state: 'asked', nonce: 'n' }),
  'receipt-refused': receipt({ state: 'refused', reason: 'over_day_limit' }),
  'receipt-returned': receipt(
    { state: 'returned', reason: 'account_closed', amountMinor: 1_234_567_89 },
    { name: 'Dr. Maximiliane-Charlotte Freifrau von Hohenlohe-Waldenburg' },
  ),
};
