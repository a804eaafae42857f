/** The keys of the list and of its search. */
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent } from 'react';
import type { Place } from '#lib/search/place.ts';
import type { Direction } from './rows.ts';

const STEPS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'newer',
  k: 'newer',
  ArrowRight: 'older',
  j: 'older',
};

/** Whether keys go into a field: then they are letters and no shortcuts. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type="checkbox"]), select, textarea, [contenteditable]') !== null;

/** Calls `listener` for keys that are neither typed into a field nor pressed together with Ctrl, Alt or Meta. */
function useShortcuts(listener: (event: globalThis.KeyboardEvent) => void): void {
  const listen = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) listener(event);
  });
  useEffect(() => {
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/**
 * The arrow keys and j and k step while a transaction is opened, as long as the focus is in the list or in what is
 * opened: a letter alone is a shortcut only where it belongs (WCAG 2.1.4).
 */
export function useStepKeys(opened: boolean, step: (direction: Direction) => void): void {
  useShortcuts((event) => {
    const direction = STEPS[event.key];
    const { target } = event;
    if (!opened || !direction || event.shiftKey) return;
    if (!(target instanceof HTMLElement) || !target.closest('[data-seq], [data-opened]')) return;
    event.preventDefault();
    step(direction);
  });
}

/** A key on a row of the list, on what stands in it, or on what is opened; Shift is said. Null for none at the moment. */
export function useRowKey(key: string | null, act: (place: Place, shift: boolean) => void): void {
  useShortcuts((event) => {
    const { target } = event;
    if (event.key.toLowerCase() !== key || !(target instanceof HTMLElement)) return;
    const row = target.closest<HTMLElement>('[data-seq], [data-opened]');
    if (!row) return;
    event.preventDefault();
    const { opened, account, seq } = row.dataset;
    act(opened ?? `${account}.${seq}`, event.shiftKey);
  });
}

/** A key anywhere, with nothing in front of the page; null for none at the moment. */
export function usePageKey(key: string | null, act: () => void): void {
  useShortcuts((event) => {
    if (event.key !== key || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    act();
  });
}

/** `/` leads to the search. */
export function useSlashKey(input: RefObject<HTMLInputElement | null>): void {
  useShortcuts((event) => {
    if (event.key !== '/') return;
    event.preventDefault();
    input.current?.focus();
  });
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
