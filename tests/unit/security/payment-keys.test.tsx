import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { Amounts, Formats } from '#app/_words/context.tsx';
import { en } from '#app/_words/en.ts';
import { PaymentKeys } from '#app/(bank)/security/_passkeys/payment-keys.tsx';

vi.mock('#app/_client/live/use-live.ts', () => ({ useReturn: vi.fn(), useSessionNews: vi.fn() }));
vi.mock('#app/_frame/session/step-up.tsx', () => ({ useConfirming: vi.fn(), useRefusal: vi.fn() }));
vi.mock('#app/(bank)/security/_security/security.tsx', () => ({ useReload: vi.fn() }));

const limits = { perPaymentMinor: 1000_00, perDayMinor: 2000_00, leftTodayMinor: 1500_00, renewsAt: 0 };
const drawn = (items: { id: string; name: string; enrolledAt: number }[]) =>
  renderToStaticMarkup(
    <Formats language="en" timeZone="UTC" hidden>
      <Amounts hidden={false}>
        <PaymentKeys drawn={{ items, limits }} currency="USD" words={en.paymentKeys} />
      </Amounts>
    </Formats>,
  );

test('who has a key for payments sees it, its limits while amounts are hidden, and how to remove it', () => {
  const page = drawn([{ id: 'c1', name: 'Laptop', enrolledAt: 0 }]);
  expect(page).toContain('Remove Laptop from payments');
  // Amounts hold together with their currency.
  expect(page.replaceAll('\u00a0', ' ')).toContain(
    'Up to 1,000.00 USD a payment and 2,000.00 USD a day; 1,500.00 USD of',
  );
});

test('who has none sees where this device is set up', () => {
  const page = drawn([]);
  expect(page).toContain(en.paymentKeys.none);
  expect(page).toContain('href="/pay"');
  expect(page).not.toContain('payment-limits');
});
