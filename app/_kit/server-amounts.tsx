'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { useFormat } from '#app/_words/context.tsx';

/**
 * Around what the server wrote with amounts, `hidden` or not: once that is no longer what the customer wants, the server
 * writes it anew, and until then what should be hidden is not there.
 */
export function ServerAmounts({ hidden, children }: { hidden: boolean; children: ReactNode }) {
  const router = useRouter();
  const wanted = useFormat().hidden;
  useEffect(() => {
    if (wanted !== hidden) router.refresh();
  }, [wanted, hidden, router]);
  return wanted && !hidden ? null : children;
}
