'use client';
/** Gives a page tree its one live client, from sign-in to sign-out, across navigations. */
import { createContext, type ReactNode, useEffect, useRef, useState } from 'react';
import { isSigningOut, SIGN_OUT_MS } from './leaving.ts';
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

/** `leave`, but a tab that signed out itself waits for where that leads. The answered function calls it off. */
function leaveSoon(reason: string | null): () => void {
  if (!isSigningOut()) {
    leave(reason);
    return () => {};
  }
  const timer = setTimeout(leave, SIGN_OUT_MS, reason);
  return () => clearTimeout(timer);
}

export function LiveProvider({ session, after = null, children }: Props) {
  const callOff = useRef(() => {});
  const [client] = useState(() =>
    createLiveClient({
      session,
      after,
      onEnded: (reason) => {
        callOff.current = leaveSoon(reason);
      },
    }),
  );

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
      callOff.current();
    };
  }, [client]);

  return <LiveContext value={client}>{children}</LiveContext>;
}
