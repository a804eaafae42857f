import type { ComponentProps, ReactNode } from 'react';
import { classes } from './class-names.ts';

/** What is on or off: a row with its name, as wide as a thumb likes. Needs no script where `type` is `submit`. */
export function Switch({
  on,
  children,
  className,
  ...button
}: { on: boolean; children: ReactNode } & Omit<ComponentProps<'button'>, 'role' | 'aria-checked'>) {
  return (
    <button
      type="button"
      {...button}
      role="switch"
      aria-checked={on}
      className={classes(
        '-mx-2 flex min-h-12 w-[calc(100%+1rem)] items-center justify-between gap-3 rounded-field px-2 text-left hover:bg-sunken disabled:text-ink-soft',
        className,
      )}
    >
      {children}
      <span
        aria-hidden="true"
        className={classes(
          'flex h-7 w-12 shrink-0 items-center rounded-full border-2 px-0.5',
          on ? 'justify-end border-ink bg-ink' : 'justify-start border-edge',
        )}
      >
        <span
          className={classes(
            'size-5 rounded-full border',
            on ? 'border-raised bg-raised' : 'border-edge bg-edge',
          )}
        />
      </span>
    </button>
  );
}
