import type { ReactNode } from 'react';

/** On a card a value says what it is; in a table the column's head does. */
export const CardLabel = ({ children }: { children: ReactNode }) => (
  <span aria-hidden="true" className="mr-1.5 text-ink-soft lg:hidden">
    {children}
  </span>
);
