import { useEffect, useEffectEvent, useRef } from 'react';
import { bank } from '#app/_client/bank.ts';

/** A search that stands this long was meant. */
const MEANT_MS = 2500;

/** Has the bank remember what was searched for: after a pause, or at once with `commit`. Only what found something. */
export function useRecentSearch(q: string, found: boolean): { commit: () => void } {
  // What the address began with was remembered where it was typed.
  const last = useRef(q.trim());
  function commit() {
    const text = q.trim();
    if (text.length < 2 || !found || text === last.current) return;
    last.current = text;
    bank.post('/api/searches', { body: { q: text }, background: true }).catch(() => {
      // Nothing is said: it is remembered the next time.
      last.current = '';
    });
  }
  const paused = useEffectEvent(commit);
  useEffect(() => {
    if (!found || q === '') return;
    const timer = setTimeout(() => paused(), MEANT_MS);
    return () => clearTimeout(timer);
  }, [q, found]);
  return { commit };
}
