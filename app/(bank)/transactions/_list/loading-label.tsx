'use client';
import { type ReactNode, useEffect, useState } from 'react';
import { classes } from '#app/_kit/class-names.ts';

/** What is answered sooner changes nothing, so that nothing flickers at each letter. */
const LATE_MS = 400;

/** What is shown until the answer is there is softer when that takes long: it is not what was asked for. */
export function Late({ busy, children }: { busy: boolean; children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [busy]);
  return (
    <div
      data-late={late || undefined}
      className={classes('transition-opacity duration-150', late && 'opacity-50')}
    >
      {children}
    </div>
  );
}
