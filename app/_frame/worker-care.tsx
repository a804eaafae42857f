'use client';
import { useEffect, useEffectEvent, useRef } from 'react';
import { registerWorker, seenNow, tellWorker } from '#app/_client/worker-client.ts';
import { useFormat } from '#app/_words/context.tsx';
import { MINUTE } from '#lib/time.ts';

const LOOK_AGAIN_MS = 5 * MINUTE;

/**
 * Registers the service worker and tells it who is here: a customer whose data may be stored if they chose so, a session
 * for which nothing may be stored, or nobody, after a sign-out or not.
 */
export function WorkerCare({ who }: { who: 'customer' | 'not-stored' | 'anonymous' | 'signed-out' }) {
  const format = useFormat();
  const tell = useEffectEvent(() => {
    if (who === 'customer') void tellWorker({ type: 'look', ...seenNow(format) });
    else if (who === 'not-stored') void tellWorker({ type: 'forbid' });
    else void tellWorker({ type: 'anonymous', signedOut: who === 'signed-out' });
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
    // When the page is hidden: there may be no connection when it is shown again.
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
