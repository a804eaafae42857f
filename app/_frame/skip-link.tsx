'use client';
import { useEffect } from 'react';

/**
 * The way past the frame, and the first stop of the keyboard: who comes in from the sign-in begins at the top, as on
 * a page that was loaded. Left alone, a browser goes on from where the sign-in's button was, behind the whole frame.
 */
export function SkipLink({ label }: { label: string }) {
  useEffect(() => {
    const { body, activeElement } = document;
    if (activeElement !== body) return;
    body.tabIndex = -1;
    body.focus({ preventScroll: true });
    body.removeAttribute('tabindex');
  }, []);
  return (
    <a href="#main" className="button fixed top-2 left-2 z-40 -translate-y-20 focus-visible:translate-y-0">
      {label}
    </a>
  );
}
