import { expect, test } from 'vitest';
import { DEMO } from '#app/(public)/login/demo.ts';
import { CUSTOMERS, DEMO_PASSWORD, STAFF } from '#demo/world.ts';

test('the sign-in page offers everyone of the demo, with the password they have', () => {
  const customers = CUSTOMERS.map(({ username }) => ({ username, role: 'user' }));
  const staff = STAFF.map(({ username, role }) => ({ username, role }));
  expect(DEMO).toEqual({ password: DEMO_PASSWORD, people: [...customers, ...staff] });
});
