import { type ReactNode, useEffect, useState } from 'react';
import { classes } from '#app/_kit/class-names.ts';

/** What is answered sooner changes nothing, so that nothing flickers at each letter. */
const SLOW_MS = 400;

/** What is shown until the answer is there is softer when that takes long: it is not what was asked for. */
export function DimmedWhileLoading({ busy, children }: { busy: boolean; children: ReactNode }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [busy]);
  return (
    <div
      data-slow={slow || undefined}
      className={classes('transition-opacity duration-150', slow && 'opacity-50')}
    >
      {children}
    </div>
  );
}
