import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import { isTyping } from './is-typing.ts';

/** `/` leads to the search, but for who is writing. */
export function useSlashKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [input]);
}

/** The up and down arrows go through the rows of the panel, and back from the first to the input. */
export function moveFocus(event: KeyboardEvent, box: HTMLElement | null, input: HTMLElement | null): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = [...(box?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  if (!by || rows.length === 0) return;
  event.preventDefault();
  const row = (document.activeElement as HTMLElement | null)?.closest('li')?.querySelector('[data-row]');
  const at = rows.indexOf((row ?? document.activeElement) as HTMLElement) + by;
  (rows[at] ?? (at < 0 ? input : rows.at(-1)))?.focus();
}
