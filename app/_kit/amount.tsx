import type { ReactNode } from 'react';
import type { Format } from '#app/_words/format.ts';
import { classes } from './class-names.ts';

/** By the names of the frame's words. */
const SAID = { in: 'received', out: 'spent', moved: 'moved' } as const;
type Direction = keyof typeof SAID;
export type AmountWords = Record<(typeof SAID)[Direction], string>;

/** A signed amount: money received is credit, all else is ink; the direction is also said. */
export function Amount({
  minor,
  format,
  words,
  direction = minor > 0 ? 'in' : 'out',
  className,
  marked = false,
}: {
  minor: number;
  format: Format;
  words: AmountWords;
  /** Given where it may be neither in nor out. */
  direction?: Direction;
  className?: string;
  marked?: boolean;
}) {
  const text = format.signed(minor);
  return (
    <span className={classes('figures', direction === 'in' && 'text-credit', className)}>
      <span className="sr-only">{words[SAID[direction]]} </span>
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
