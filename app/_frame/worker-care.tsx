'use client';
import { useEffect, useEffectEvent, useRef } from 'react';
import { registerWorker, seenNow, tellWorker } from '#app/_client/worker-client.ts';
import { useFormat } from '#app/_words/context.tsx';
import { MINUTE } from '#lib/time.ts';

const LOOK_AGAIN_MS = 5 * MINUTE;

/**
 * Sees to the service worker on every page. `who` says who is here: a customer whose data may be kept if they chose
 * so, somebody for whom nothing may be kept, or nobody, after a sign-out or not.
 */
export function WorkerCare({ who }: { who: 'customer' | 'nothing-kept' | 'nobody' | 'signed-out' }) {
  const format = useFormat();
  const tell = useEffectEvent(() => {
    if (who === 'customer') void tellWorker({ type: 'look', ...seenNow(format) });
    else if (who === 'nothing-kept') void tellWorker({ type: 'forbid' });
    else void tellWorker({ type: 'nobody', left: who === 'signed-out' });
  });

  useEffect(() => {
    const begin = () => {
      registerWorker();
      tell();
    };
    if (document.readyState === 'complete') begin();
    else window.addEventListener('load', begin, { once: true });
    return () => window.removeEventListener('load', begin);
  }, []);

  // What is hidden here is hidden there, from now on and not from the next reading on.
  const { hidden } = format;
  const wasHidden = useRef(hidden);
  useEffect(() => {
    if (wasHidden.current !== hidden) tell();
    wasHidden.current = hidden;
  }, [hidden]);

  useEffect(() => {
    if (who !== 'customer') return;
    // When it is put away, since nobody knows whether there will be a connection when it is taken out again.
    const away = () => {
      if (document.visibilityState === 'hidden') tell();
    };
    const timer = setInterval(() => document.visibilityState === 'visible' && tell(), LOOK_AGAIN_MS);
    document.addEventListener('visibilitychange', away);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', away);
    };
  }, [who]);

  return null;
}
