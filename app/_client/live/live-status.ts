/** Whether what is on the screen is current, as a store for useSyncExternalStore. */
export type LiveStatus = {
  state: 'live' | 'reconnecting' | 'offline';
  /** When anything was last received, in milliseconds by this browser's clock; null before the first time. */
  lastDataAt: number | null;
};

export type LiveStatusStore = ReturnType<typeof createLiveStatus>;

/** Until the first connection is made or fails, a page that was just rendered counts as live. */
export const INITIAL_STATUS: LiveStatus = { state: 'live', lastDataAt: null };

export function createLiveStatus(now: () => number = Date.now) {
  let status: LiveStatus = INITIAL_STATUS;
  const watchers = new Set<() => void>();
  function change(next: LiveStatus) {
    const shown = next.state !== status.state;
    status = next;
    // While live, `lastDataAt` moves with every heartbeat; that needs no drawing.
    if (shown) for (const watcher of watchers) watcher();
  }
  const reachable = () => globalThis.navigator?.onLine !== false;
  return {
    get: () => status,
    subscribe(onChange: () => void): () => void {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    alive: () => change({ state: 'live', lastDataAt: now() }),
    down: () => change({ ...status, state: reachable() ? 'reconnecting' : 'offline' }),
  };
}
