import type { ReactNode } from 'react';
import type { Format } from '#app/_words/format.ts';
import { classes } from './class-names.ts';

/** A signed amount: money spent is ink, money received is credit with a plus sign; the direction is also said. */
export function Amount({
  minor,
  format,
  words,
  className,
  marked = false,
}: {
  minor: number;
  format: Format;
  words: { received: string; spent: string };
  className?: string;
  marked?: boolean;
}) {
  const text = format.signed(minor);
  return (
    <span className={classes('figures', minor > 0 && 'text-credit', className)}>
      <span className="sr-only">{minor > 0 ? words.received : words.spent} </span>
      {marked && !format.hidden ? <mark>{text}</mark> : text}
    </span>
  );
}

/** An amount in the text of a server component: masked by css/amounts.css as soon as amounts are hidden. */
export const Hideable = ({ children }: { children: ReactNode }) => (
  <span className="hideable">
    <span>{children}</span>
  </span>
);
