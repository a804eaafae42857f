import { expect, test } from 'vitest';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { newCustomer, servedBank, signedIn } from './api-world.ts';

const { redis, bank } = await servedBank();
const { user, refs } = await newCustomer(redis, 2);
const me = await signedIn(redis, user);
const [from, to] = refs.map(({ account }) => account);
const key = 'a-key-of-16-chars';
const proof = new SoftwareAuthenticator().get({ challenge: 'AAAA' });

test.each([
  ['POST', '/api/payments', { from, to: { number: '2580783162', name: 'Alice' }, amountMinor: 1 }],
  ['POST', '/api/payments/x/proof', proof],
  ['POST', '/api/transfers', { from, to, amountMinor: 1 }],
  ['POST', '/api/payees/check', { number: '2580783162', name: 'Alice' }],
  ['PUT', '/api/payees/2580783162', { name: 'Alice' }],
  ['DELETE', '/api/payees/2580783162', undefined],
  ['POST', '/api/payment-keys', { id: proof.id, assertion: proof }],
  ['POST', '/api/payment-keys/options', { id: proof.id }],
  ['DELETE', '/api/payment-keys/x', undefined],
])('%s %s says that it is not served yet', async (method, path, body) => {
  const headers = { ...me, 'idempotency-key': key, 'content-type': 'application/json' };
  const answer = await bank.ask(path, { method, headers, body: JSON.stringify(body) });
  expect([404, 503], answer.text).toContain(answer.status);
});

test('what is done once wants a key that says so', async () => {
  const headers = { ...me, 'content-type': 'application/json' };
  for (const path of ['/api/payments', '/api/transfers']) {
    for (const bad of ['', 'short', 'x'.repeat(65), 'with spaces in it']) {
      const answer = await bank.ask(path, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': bad },
        body: '{}',
      });
      expect(answer.json).toMatchObject({ status: 400, code: 'bad_request' });
    }
  }
});
