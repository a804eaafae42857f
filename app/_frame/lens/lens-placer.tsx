'use client';
import { useEffect } from 'react';

/** Brings each part of the lens to its card. What it runs is loaded only where the lens is on. */
export function LensPlacer({ cache }: { cache: string }) {
  useEffect(() => {
    const placing = import('./place.ts').then(({ place }) => place(cache));
    return () => void placing.then((stop) => stop());
  }, [cache]);
  return null;
}
