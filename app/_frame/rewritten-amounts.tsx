'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useLayoutEffect } from 'react';
import { useFormat } from '#app/_words/context.tsx';

/**
 * On a page whose server components wrote amounts, `hidden` or not: once that is no longer what the customer wants, the
 * server writes them anew. Until then what should be hidden is masked: css/amounts.css.
 */
export function RewrittenAmounts({ hidden }: { hidden: boolean }) {
  const router = useRouter();
  const wanted = useFormat().hidden;
  useLayoutEffect(() => {
    const { documentElement } = document;
    documentElement.toggleAttribute('data-amounts-hidden', wanted && !hidden);
    return () => documentElement.removeAttribute('data-amounts-hidden');
  }, [wanted, hidden]);
  useEffect(() => {
    if (wanted !== hidden) router.refresh();
  }, [wanted, hidden, router]);
  return null;
}
