'use client';
import { type ReactNode, useEffect, useRef } from 'react';

/**
 * The heading of a receipt. It takes the focus as the receipt opens, so that whoever sent the payment by keys or ears is
 * where the outcome is, and hears it once, with the amount, the payee and the reason.
 */
export function Outcome({ state, children }: { state: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1
      ref={heading}
      id="receipt"
      tabIndex={-1}
      aria-describedby="receipt-amount receipt-to receipt-why"
      className="mt-2 text-large font-strong"
      data-testid="payment-state"
      data-state={state}
    >
      {children}
    </h1>
  );
}
