'use client';
import { useWords } from '#app/_words/context.tsx';

export function PrintButton() {
  const words = useWords('statement');
  return (
    <button type="button" className="button button-primary" onClick={() => window.print()}>
      {words.print}
    </button>
  );
}
