'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useLayoutEffect } from 'react';
import { usePrivacy } from './privacy.tsx';

/**
 * On a page whose server components wrote amounts, `hidden` or not: once that is no longer what the customer wants, and
 * the bank has the choice, the server writes them anew. Until then what should be hidden is masked: css/amounts.css.
 */
export function RewrittenAmounts({ hidden }: { hidden: boolean }) {
  const router = useRouter();
  const { hidden: wanted, saved } = usePrivacy();
  useLayoutEffect(() => {
    const { documentElement } = document;
    documentElement.toggleAttribute('data-amounts-hidden', wanted && !hidden);
    return () => documentElement.removeAttribute('data-amounts-hidden');
  }, [wanted, hidden]);
  useEffect(() => {
    if (saved === wanted && wanted !== hidden) router.refresh();
  }, [saved, wanted, hidden, router]);
  return null;
}
