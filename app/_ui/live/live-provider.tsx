'use client';
/** Gives a page tree its one live client, from sign-in to sign-out, across navigations. */
import { createContext, type ReactNode, useEffect, useState } from 'react';
import { createLiveClient, type LiveClient } from './live-client.ts';

export const LiveContext = createContext<LiveClient | null>(null);

type Props = {
  /** The session's public id (`document.sid`): tabs of two sign-ins must not mix. */
  session: string;
  /** `lastStreamId` at the render of the layout; without it the stream begins "from now on". */
  after?: string | null;
  children: ReactNode;
};

/** A page of an ended session is replaced, so that Back does not show it again. */
const leave = (reason: string | null) =>
  window.location.replace(reason ? `/login?reason=${encodeURIComponent(reason)}` : '/login');

export function LiveProvider({ session, after = null, children }: Props) {
  const [client] = useState(() => createLiveClient({ session, after, onEnded: leave }));

  useEffect(() => {
    const nudge = () => {
      if (document.visibilityState === 'visible') client.nudge();
    };
    const online = () => client.nudge(true);
    const offline = () => client.status.offline();
    // The browser may keep the page whole (back/forward cache) only if it holds no lock, channel or request.
    const listeners: [EventTarget, string, () => void][] = [
      [window, 'pagehide', client.stop],
      [window, 'pageshow', client.start],
      [window, 'online', online],
      [window, 'offline', offline],
      [document, 'visibilitychange', nudge],
    ];
    for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
    client.start();
    return () => {
      for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
      client.stop();
    };
  }, [client]);

  return <LiveContext value={client}>{children}</LiveContext>;
}
