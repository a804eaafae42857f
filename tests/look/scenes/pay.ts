import { expect } from 'playwright/test';
import { newUserTag } from '#lib/identity/users.ts';
import type { Payment } from '#lib/payments/payment.ts';
import { writePayment } from '#tests/setup/some-payment.ts';
import type { Look, Scene, Scenes } from '../look.ts';

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
  'pay-payee': {
    as: 'bob',
    async bring(look) {
      await toPayees(look);
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
  'receipt-done': receipt({}),
  'receipt-on-its-way': receipt({ state: 'debited', reference: '' }),
  'receipt-asked': receipt({ state: 'asked', nonce: 'n' }),
  'receipt-refused': receipt({ state: 'refused', reason: 'over_day_limit' }),
  'receipt-returned': receipt(
    { state: 'returned', reason: 'account_closed', amountMinor: 1_234_567_89 },
    { name: 'Dr. Maximiliane-Charlotte Freifrau von Hohenlohe-Waldenburg' },
  ),
};
