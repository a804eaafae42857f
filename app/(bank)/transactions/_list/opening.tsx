'use client';
import { useWords } from '#app/_words/context.tsx';

/** In place of a sheet whose code is on its way; what is fast is not seen. */
export function Opening() {
  const { loading } = useWords('transactions');
  return (
    <p
      role="status"
      className="arriving-late absolute top-full right-0 z-20 mt-2 rounded-field border border-edge bg-tint px-4 py-2 text-small"
    >
      {loading}
    </p>
  );
}
