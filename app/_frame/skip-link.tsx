'use client';
import { useEffect } from 'react';
import { useShared } from '#app/_words/context.tsx';

/**
 * Skips the frame, and is the keyboard's first stop. After the sign-in a browser would continue from where its button
 * was, behind the frame: the focus is put at the top, as on a page that was loaded.
 */
export function SkipLink() {
  const { skip } = useShared().frame;
  useEffect(() => {
    // In a task of its own: a page that is focused is laid out at once.
    const soon = setTimeout(focusTop);
    return () => clearTimeout(soon);
  }, []);
  return (
    <a href="#main" className="button fixed top-2 left-2 z-40 -translate-y-20 focus-visible:translate-y-0">
      {skip}
    </a>
  );
}

function focusTop(): void {
  const { body, activeElement } = document;
  if (activeElement !== body) return;
  body.tabIndex = -1;
  body.focus({ preventScroll: true });
  body.removeAttribute('tabindex');
}
