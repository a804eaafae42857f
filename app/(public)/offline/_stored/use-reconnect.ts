import { useCallback, useEffect, useState } from 'react';

/** As soon as a device is connected its first requests may still fail. */
const TRY_AGAIN_MS = 3000;

/** Only paths of ours, and not this page itself. */
function wanted(): string {
  const to = new URLSearchParams(location.search).get('to') ?? '';
  const safe = /^\/(?![/\\])/.test(to) && !to.startsWith('/offline');
  return safe ? to : '/overview';
}

/** Leads back to the page that was asked for as soon as the bank answers; `tryNow` is the button. */
export function useReconnect(): { tryNow: () => Promise<void>; state: 'waiting' | 'trying' | 'failed' } {
  const [state, setState] = useState<'waiting' | 'trying' | 'failed'>('waiting');

  const reach = useCallback(async () => {
    try {
      const { ok } = await fetch('/api/health', { cache: 'no-store' });
      if (ok) location.replace(wanted());
      return ok;
    } catch {
      return false;
    }
  }, []);

  useEffect(() => {
    const look = () => void reach();
    const timer = setInterval(() => document.visibilityState === 'visible' && look(), TRY_AGAIN_MS);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', look);
    };
  }, [reach]);

  const tryNow = useCallback(async () => {
    setState('trying');
    if (!(await reach())) setState('failed');
  }, [reach]);
  return { tryNow, state };
}
