'use client';
/** Provides the one live client of a page tree, from sign-in to sign-out, across navigations. */
import { createContext, type ReactNode, useEffect, useRef, useState } from 'react';
import { redirectToSignIn } from '#app/_client/bank.ts';
import { createLiveClient, type LiveClient } from './live-client.ts';
import { isSigningOut, SIGN_OUT_MS } from './signing-out.ts';

export const LiveContext = createContext<LiveClient | null>(null);

type Props = {
  /** The session's public id (`document.sid`): tabs of two sign-ins must not mix. */
  session: string;
  /** `lastStreamId` at the render of the layout; without it the stream begins "from now on". */
  after?: string | null;
  children: ReactNode;
};

export function LiveProvider({ session, after = null, children }: Props) {
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [client] = useState(() =>
    createLiveClient({
      session,
      after,
      onEnded: (reason) => {
        // A tab that signed out itself waits for the redirect of the sign-out.
        if (isSigningOut()) waiting.current = setTimeout(redirectToSignIn, SIGN_OUT_MS, reason);
        else redirectToSignIn(reason);
      },
    }),
  );

  useEffect(() => {
    const nudge = () => {
      if (document.visibilityState === 'visible') client.nudge();
    };
    const renew = () => client.nudge(true);
    // The browser may keep the page whole (back/forward cache) only if it holds no lock, channel or request.
    const listeners: [EventTarget, string, () => void][] = [
      [window, 'pagehide', client.stop],
      [window, 'pageshow', client.start],
      [window, 'online', renew],
      [window, 'offline', renew],
      [document, 'visibilitychange', nudge],
    ];
    for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
    client.start();
    return () => {
      for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
      client.stop();
      clearTimeout(waiting.current);
    };
  }, [client]);

  return <LiveContext value={client}>{children}</LiveContext>;
}
