import { useSyncExternalStore } from 'react';

/** As the breakpoint at which list and detail stand side by side. */
export const BESIDE = '(min-width: 64rem)';
/** As the breakpoint at which rows are those of a table (css/columns.css). */
export const TABLE = '(min-width: 80rem)';

/** Whether the screen is so; false until the page's scripts are there. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (change) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', change);
      return () => media.removeEventListener('change', change);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
