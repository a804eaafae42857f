import { useState } from 'react';
import { type AnswerOf, bank } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';

export type View = AnswerOf<'/api/views'>['items'][number];
export type Searches = { recent: string[]; views: View[] };

const NONE: Searches = { recent: [], views: [] };

/** Recent searches and saved views, read anew each time they are looked at: other devices add to them. */
export function useSearches() {
  const [searches, setSearches] = useState<Searches>(NONE);
  const [failed, setFailed] = useState(false);
  /** The view that was removed last, and its position. */
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
            bank.get('/api/searches', { signal }),
            bank.get('/api/views', { signal }),
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
        bank.delete('/api/searches', { query: { q: text } }),
      ),
    forgetAll: () => change({ ...searches, recent: [] }, () => bank.delete('/api/searches')),
    removeView(view: View) {
      setRemoved({ view, at: searches.views.indexOf(view) });
      change({ ...searches, views: searches.views.filter((one) => one !== view) }, () =>
        bank.delete('/api/views/:id', { params: { id: view.id } }),
      );
    },
    restoreView() {
      if (!removed) return;
      const { id: _, ...body } = removed.view;
      setRemoved(null);
      change({ ...searches, views: searches.views.toSpliced(removed.at, 0, removed.view) }, () =>
        bank.post('/api/views', { body }),
      );
    },
  };
}
