import type { ReactNode } from 'react';

/** A name and its value, as a line of a `<dl>`. */
export const Fact = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 border-line py-2 not-last:border-b">
    <dt className="text-ink-soft">{name}</dt>
    <dd className="ml-auto min-w-0 text-right [overflow-wrap:anywhere]">{children}</dd>
  </div>
);
