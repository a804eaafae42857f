import { expect, test } from 'vitest';
import { DEMO_PAYEES } from '#app/(bank)/pay/demo.ts';
import { CUSTOMERS } from '#demo/world.ts';

test('whom the demo offers to pay are its customers, by their first accounts', () => {
  const customers = CUSTOMERS.map(({ profile, accounts: [first] }) => ({
    name: profile.name,
    number: first?.number,
  }));
  expect(DEMO_PAYEES).toEqual(customers);
});
