import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { classes } from '#app/_kit/class-names.ts';

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

/**
 * Links of one list are one stop of the Tab key, and arrow keys move between them (the toolbar of the ARIA practices).
 * Without script each of them is a stop of its own.
 */
export function Toolbar({
  label,
  across = false,
  className,
  children,
}: {
  label: string;
  /** Side by side, in the order of time: Tab goes to the newest. */
  across?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const chosen = useRef<Element | null>(null);

  const all = () => [...(bar.current?.querySelectorAll<HTMLElement>('a,button') ?? [])];
  const keepOne = () => {
    const stops = all();
    const isIn = (one: Element | null) => stops.find((stop) => stop === one);
    const stop = isIn(document.activeElement) ?? isIn(chosen.current) ?? stops.at(across ? -1 : 0);
    for (const other of stops) other.tabIndex = other === stop ? 0 : -1;
  };
  // After every drawing, since what is in it comes and goes.
  useEffect(keepOne);

  const press = (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    // Alt and an arrow go back in history.
    if (altKey || ctrlKey || metaKey || shiftKey) return;
    const stops = all();
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const to = key === 'Home' ? 0 : key === 'End' ? stops.length - 1 : at + (STEPS[key] ?? Number.NaN);
    const next = stops[to];
    if (at < 0 || !next) return;
    event.preventDefault();
    chosen.current = next;
    next.focus();
    keepOne();
  };

  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={label}
      aria-orientation={across ? 'horizontal' : 'vertical'}
      onKeyDown={press}
      className={classes('arrows', className)}
    >
      {children}
    </div>
  );
}
