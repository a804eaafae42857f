import { useSyncExternalStore } from 'react';

/** As the breakpoint at which list and detail stand side by side. */
export const BESIDE = '(min-width: 64rem)';

function subscribe(change: () => void): () => void {
  const media = window.matchMedia(BESIDE);
  media.addEventListener('change', change);
  return () => media.removeEventListener('change', change);
}

/** Whether there is room beside the list; false until the page's scripts are there. */
export const useBeside = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(BESIDE).matches,
    () => false,
  );
