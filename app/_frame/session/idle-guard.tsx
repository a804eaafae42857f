'use client';
import { type ComponentType, lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { bank, redirectToSignIn } from '#app/_client/bank.ts';
import { eventually } from '#app/_client/eventually.ts';
import { createSessionClock, type SessionTimes } from '#app/_client/session-clock.ts';
import type { IdleDialogProps } from './idle-dialog.tsx';

/** One that cannot be had any more is left out: the session then ends without a warning, with its reason. */
const IdleDialog = lazy<ComponentType<IdleDialogProps>>(() =>
  eventually(() => import('./idle-dialog.tsx')).catch(() => ({ default: () => null })),
);

const INPUT = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
const noWarning = () => null;

export type Lifetime = {
  session: string;
  times: SessionTimes;
  idleMs: number;
  stepMs: number;
  /** The bank's time at the render. */
  now: number;
};

/** Warns before the session goes idle, keeps it while somebody is there, and leaves when it is over. */
export function IdleGuard({ lifetime: { session, times, idleMs, stepMs, now } }: { lifetime: Lifetime }) {
  const [clock] = useState(() => {
    // The device's own clock may be wrong; how far it runs from here on is right, sleep included.
    const aheadMs = now - Date.now();
    return createSessionClock({
      session,
      times,
      idleMs,
      stepMs,
      now: () => Date.now() + aheadMs,
      // The clock leaves by itself, with a reason that says which end it was.
      extend: async () => {
        const { idleExpiresAt, expiresAt } = await bank.post('/api/session/extend');
        return { idleExpiresAt, absoluteExpiresAt: expiresAt };
      },
      look: () => bank.get('/api/session', { background: true, onEnded: () => {} }),
      onOver: redirectToSignIn,
    });
  });
  const warning = useSyncExternalStore(clock.subscribe, clock.warning, noWarning);

  useEffect(() => clock.take(times), [clock, times]);
  useEffect(() => {
    const look = () => clock.look();
    const input = () => clock.input();
    // The browser may keep the page whole (back/forward cache) only if it has no channel open.
    window.addEventListener('pagehide', clock.stop);
    window.addEventListener('pageshow', clock.start);
    document.addEventListener('visibilitychange', look);
    for (const name of INPUT) window.addEventListener(name, input, { passive: true, capture: true });
    clock.start();
    return () => {
      window.removeEventListener('pagehide', clock.stop);
      window.removeEventListener('pageshow', clock.start);
      document.removeEventListener('visibilitychange', look);
      for (const name of INPUT) window.removeEventListener(name, input, { capture: true });
      clock.stop();
    };
  }, [clock]);

  // Once fetched it stays: a dialog that closes gives the focus back.
  const [needed, setNeeded] = useState(false);
  if (warning && !needed) setNeeded(true);
  return (
    needed && (
      <Suspense>
        <IdleDialog warning={warning} now={clock.now} onStay={clock.stay} onDismiss={clock.dismiss} />
      </Suspense>
    )
  );
}
