'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { callBank } from '#app/_client/call-bank.ts';
import { fetchJson } from '#app/_client/fetch-json.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import type { Preset } from '#app/(bank)/transactions/_filters/periods.ts';
import type { Filter } from '#lib/search/filter.ts';

export type View = { id: string; name: string; filter: Filter; period?: Preset };
export type Kept = { recent: string[]; views: View[] };

const NONE: Kept = { recent: [], views: [] };

/** Recent searches and saved views, read anew each time they are looked at: other devices add to them. */
export function useKept() {
  const [kept, setKept] = useState<Kept>(NONE);
  const [failed, setFailed] = useState(false);
  /** The view that was taken away last, and from where. */
  const [removed, setRemoved] = useState<{ view: View; at: number } | null>(null);
  const request = useLatestRequest();

  /** Shows the change at once, and what was there again if the bank did not do it. */
  async function change(next: Kept, act: () => Promise<unknown>) {
    const before = kept;
    setKept(next);
    setFailed(false);
    request.abort();
    try {
      await act();
    } catch {
      setKept(before);
      setFailed(true);
    }
  }

  return {
    kept,
    failed,
    removed,
    load() {
      setRemoved(null);
      request.run(
        async (signal) => {
          const [searches, views] = await Promise.all([
            fetchJson<{ items: string[] }>('/api/searches', signal),
            fetchJson<{ items: View[] }>('/api/views', signal),
          ]);
          return { recent: searches.items, views: views.items };
        },
        setKept,
        // A help: what was there stays, and one can type.
        () => {},
      );
    },
    forget: (text: string) =>
      change({ ...kept, recent: kept.recent.filter((one) => one !== text) }, () =>
        callBank(`/api/searches?${new URLSearchParams({ q: text })}`, { method: 'DELETE' }),
      ),
    forgetAll: () => change({ ...kept, recent: [] }, () => callBank('/api/searches', { method: 'DELETE' })),
    removeView(view: View) {
      setRemoved({ view, at: kept.views.indexOf(view) });
      change({ ...kept, views: kept.views.filter((one) => one !== view) }, () =>
        callBank(`/api/views/${view.id}`, { method: 'DELETE' }),
      );
    },
    restoreView() {
      if (!removed) return;
      const { id: _, ...body } = removed.view;
      setRemoved(null);
      change({ ...kept, views: kept.views.toSpliced(removed.at, 0, removed.view) }, () =>
        callBank('/api/views', { method: 'POST', body }),
      );
    },
  };
}

/** A search that is left standing was meant. */
const MEANT_MS = 2500;

/** Has the bank remember what was searched for: after a pause, or at once with `commit`. Only what found something. */
export function useRemember(q: string, found: boolean): { commit: () => void } {
  // What the address began with was remembered where it was typed.
  const last = useRef(q.trim());
  function commit() {
    const text = q.trim();
    if (text.length < 2 || !found || text === last.current) return;
    last.current = text;
    callBank('/api/searches', { method: 'POST', body: { q: text }, background: true }).catch(() => {
      // Not worth a word: it is remembered the next time.
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
