import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AccountId, UserTag } from '#lib/ids.ts';
import { bodyDigestOf, challengeOf, paymentIdOf } from '#lib/payments/challenge.ts';
import { type Payment, paymentOrderSchema, paymentSchema, viewOf } from '#lib/payments/payment.ts';

const [payer, payee] = ['p'.repeat(22), 'q'.repeat(22)] as [UserTag, UserTag];

const payment: Payment = paymentSchema.parse({
  id: paymentIdOf(payer, 'a-key-of-16-chars'),
  kind: 'payment',
  state: 'asked',
  payer: { user: payer, account: 'a_0000000001' as AccountId, number: '1580783161', name: 'Bob Example' },
  payee: { user: payee, account: 'a_0000000002' as AccountId, number: '2580783162', name: 'Alice Martin' },
  amountMinor: 25_00,
  currency: 'USD',
  reference: 'Lunch',
  bodyDigest: 'x',
  nonce: 'n'.repeat(43),
  askedAt: 1,
  expiresAt: 2,
});

/** The payment with one field changed, which may be one of a side. */
const changed: Record<string, Payment> = {
  "the payer's tag": { ...payment, payer: { ...payment.payer, user: payee } },
  "the payer's account": { ...payment, payer: { ...payment.payer, account: 'a_0000000003' as AccountId } },
  "the payee's tag": { ...payment, payee: { ...payment.payee, user: payer } },
  "the payee's account": { ...payment, payee: { ...payment.payee, account: 'a_0000000003' as AccountId } },
  'the name shown': { ...payment, payee: { ...payment.payee, name: 'Mallory' } },
  'the amount': { ...payment, amountMinor: 25_01 },
  'the currency': { ...payment, currency: 'EUR' },
  'the reference': { ...payment, reference: 'Lunch ' },
  'the id': { ...payment, id: paymentIdOf(payer, 'another-key-of-16') },
  'the nonce': { ...payment, nonce: 'm'.repeat(43) },
};

describe('what a proof signs', () => {
  test('is the SHA-256 of one spelling, which anybody can compute', () => {
    const text =
      `["redisBank payment 1","${payer}:a_0000000001","${payee}:a_0000000002","Alice Martin","2500","USD","Lunch",` +
      `"${payment.id}","${'n'.repeat(43)}"]`;
    expect(challengeOf(payment)).toBe(createHash('sha256').update(text).digest('base64url'));
  });

  test.each(Object.entries(changed))('is another with %s changed', (_, other) => {
    expect(challengeOf(other)).not.toBe(challengeOf(payment));
  });

  test('is the same whatever state the payment is in', () => {
    expect(challengeOf({ ...payment, state: 'done', keyId: 'x', debitedAt: 3 })).toBe(challengeOf(payment));
  });

  test('is nothing for a payment without a nonce', () => {
    expect(() => challengeOf({ ...payment, nonce: undefined })).toThrow(TypeError);
  });
});

describe('the id of a payment', () => {
  test('follows from who asks and their key', () => {
    expect(payment.id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(paymentIdOf(payer, 'a-key-of-16-chars')).toBe(payment.id);
    expect(paymentIdOf(payee, 'a-key-of-16-chars')).not.toBe(payment.id);
  });

  test('comes with a digest of what was asked, whatever the order of its members', () => {
    const asked = { amountMinor: 1, from: 'a', to: { name: 'Alice', number: '15 8078' } };
    const same = { to: { number: '158078', name: ' Alice', nameAccepted: false }, from: 'a', amountMinor: 1 };
    const digest = (body: object) => bodyDigestOf('payment', paymentOrderSchema.parse(body));
    expect(digest(same)).toBe(digest(asked));
    expect(digest({ ...asked, reference: 'x' })).not.toBe(digest(asked));
    expect(bodyDigestOf('own', paymentOrderSchema.parse(asked))).not.toBe(digest(asked));
  });
});

test('a payer sees neither a tag nor the account id of somebody else, and their own number masked', () => {
  const text = JSON.stringify(viewOf(payment));
  for (const secret of [payer, payee, 'a_0000000002', '1580783161', payment.nonce ?? '', 'bodyDigest']) {
    expect(text).not.toContain(secret);
  }
  const own = viewOf({ ...payment, kind: 'own', payee: { ...payment.payee, user: payer } });
  expect(own.to).toEqual({ name: 'Alice Martin', number: '•••• 3162', account: 'a_0000000002' });
});

describe('a line that is typed', () => {
  const referenceOf = (reference: string) => paymentOrderSchema.safeParse({ ...typed, reference });
  const typed = { from: 'a', to: { number: '1580783161', name: 'Alice' }, amountMinor: 1 };

  test('is measured in the form that is kept, so that who reads it next takes it, too', () => {
    expect(referenceOf('\ufb2c'.repeat(66)).success).toBe(false);
    const kept = referenceOf('\ufb2c'.repeat(46)).data?.reference ?? '';
    expect(kept).toHaveLength(138);
    expect(referenceOf(kept).data?.reference).toBe(kept);
  });
});
