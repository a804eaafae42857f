'use client';
import { useFormat, useWords } from '#app/_words/context.tsx';
import { classes } from './class-names.ts';

/** A signed amount: money spent is ink, money received is credit with a plus sign; the direction is also said. */
export function Amount({
  minor,
  className,
  marked = false,
}: {
  minor: number;
  className?: string;
  marked?: boolean;
}) {
  const format = useFormat();
  const words = useWords('frame');
  const text = format.signed(minor);
  return (
    <span className={classes('figures', minor > 0 && 'text-credit', className)}>
      <span className="sr-only">{minor > 0 ? words.received : words.spent} </span>
      {marked && !format.hidden ? <mark>{text}</mark> : text}
    </span>
  );
}
