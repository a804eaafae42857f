import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';

/**
 * A page that has only something to say: what happened, what was kept, what to do. `urgent` says it aloud too: it
 * took the place of what was there.
 */
export const Notice = ({
  title,
  text,
  urgent = false,
  children,
}: {
  title: string;
  text: string;
  urgent?: boolean;
  children?: ReactNode;
}) => (
  <div className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-center justify-center gap-3 px-4 py-12 text-center [text-wrap:balance]">
    <Mark size={40} />
    <div role={urgent ? 'alert' : undefined} className="flex flex-col gap-3">
      <h1 className="mt-2 text-title font-strong">{title}</h1>
      <p className="text-ink-soft">{text}</p>
    </div>
    <div className="mt-3 flex flex-col items-center gap-3">{children}</div>
  </div>
);
