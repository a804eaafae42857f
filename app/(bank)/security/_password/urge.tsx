'use client';
import { type ReactNode, useEffect, useRef } from 'react';

/** What is to be done first: it takes the focus when it appears. */
export function Urge({ children }: { children: ReactNode }) {
  const urge = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    urge.current?.scrollIntoView({ block: 'center' });
    urge.current?.focus({ preventScroll: true });
  }, []);
  return (
    <p ref={urge} tabIndex={-1} className="my-3 rounded-field bg-tint px-4 py-3">
      {children}
    </p>
  );
}
