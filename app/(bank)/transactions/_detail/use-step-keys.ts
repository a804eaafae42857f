import { useEffect, useEffectEvent } from 'react';
import type { Direction } from '#app/(bank)/transactions/_list/neighbours.ts';
import { isTyping } from '#app/(bank)/transactions/_search/is-typing.ts';

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'newer',
  k: 'newer',
  ArrowRight: 'older',
  j: 'older',
};

/**
 * Steps with the arrow keys and j and k while a transaction is opened, as long as the focus is in the list or in what is
 * opened: a letter alone is a shortcut only where it belongs (WCAG 2.1.4).
 */
export function useStepKeys(opened: boolean, step: (direction: Direction) => void): void {
  const listen = useEffectEvent((event: KeyboardEvent) => {
    const direction = KEYS[event.key];
    const { target } = event;
    if (!direction || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (isTyping(target)) return;
    if (!(target instanceof HTMLElement) || !target.closest('[data-seq], [data-opened]')) return;
    event.preventDefault();
    step(direction);
  });
  useEffect(() => {
    if (!opened) return;
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [opened]);
}
