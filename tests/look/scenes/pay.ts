import { expect } from 'playwright/test';
import type { Look, Scenes } from '../look.ts';

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
};
