import { useState } from 'react';
import { callBank } from '#app/_client/call-bank.ts';
import { fetchJson } from '#app/_client/fetch-json.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import type { Preset } from '#app/(bank)/transactions/_filters/periods.ts';
import type { Filter } from '#lib/search/filter.ts';

export type View = { id: string; name: string; filter: Filter; period?: Preset };
export type Searches = { recent: string[]; views: View[] };

const NONE: Searches = { recent: [], views: [] };

/** Recent searches and saved views, read anew each time they are looked at: other devices add to them. */
export function useSearches() {
  const [searches, setSearches] = useState<Searches>(NONE);
  const [failed, setFailed] = useState(false);
  /** The view that was taken away last, and from where. */
  const [removed, setRemoved] = useState<{ view: View; at: number } | null>(null);
  const request = useLatestRequest();

  /** Shows the change at once, and what was there again if the bank did not do it. */
  async function change(next: Searches, act: () => Promise<unknown>) {
    const before = searches;
    setSearches(next);
    setFailed(false);
    request.abort();
    try {
      await act();
    } catch {
      setSearches(before);
      setFailed(true);
    }
  }

  return {
    searches,
    failed,
    removed,
    load() {
      setRemoved(null);
      request.run(
        async (signal) => {
          const [recent, views] = await Promise.all([
            fetchJson<{ items: string[] }>('/api/searches', signal),
            fetchJson<{ items: View[] }>('/api/views', signal),
          ]);
          return { recent: recent.items, views: views.items };
        },
        setSearches,
        // A help: what was there stays, and one can type.
        () => {},
      );
    },
    forget: (text: string) =>
      change({ ...searches, recent: searches.recent.filter((one) => one !== text) }, () =>
        callBank(`/api/searches?${new URLSearchParams({ q: text })}`, { method: 'DELETE' }),
      ),
    forgetAll: () =>
      change({ ...searches, recent: [] }, () => callBank('/api/searches', { method: 'DELETE' })),
    removeView(view: View) {
      setRemoved({ view, at: searches.views.indexOf(view) });
      change({ ...searches, views: searches.views.filter((one) => one !== view) }, () =>
        callBank(`/api/views/${view.id}`, { method: 'DELETE' }),
      );
    },
    restoreView() {
      if (!removed) return;
      const { id: _, ...body } = removed.view;
      setRemoved(null);
      change({ ...searches, views: searches.views.toSpliced(removed.at, 0, removed.view) }, () =>
        callBank('/api/views', { method: 'POST', body }),
      );
    },
  };
}
