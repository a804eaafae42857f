import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useReturn, useSessionNews } from '#app/_client/live/use-live.ts';

/** What came of the last tap, to be said aloud; null before the first. */
export type Outcome = 'hidden' | 'shown' | 'not_saved' | 'not_shown' | null;

/**
 * Whether amounts are hidden, here and on all of the customer's devices. Hiding is immediate, even when saving it fails;
 * showing waits for the bank, so that no page shows more than the others may. What another tab or device
 * chose arrives by the stream, or is read after the stream was down or when the page is shown again.
 */
export function useHidden(initially: boolean) {
  const [hidden, setHidden] = useState(initially);
  /** What the bank's pages are written by. */
  const [saved, setSaved] = useState(initially);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const wanted = useRef(initially);
  const sending = useRef(false);
  /** Rises with each tap, each news and each question: an answer counts if nothing came after its question. */
  const turn = useRef(0);

  /** The choice of another device, unless this one is sending its own. */
  const receive = (chosen: boolean) => {
    if (sending.current) return;
    wanted.current = chosen;
    setHidden(chosen);
    setSaved(chosen);
  };

  useSessionNews((news) => {
    if (news.kind !== 'preferences') return;
    const { hideAmounts } = news.changed;
    if (typeof hideAmounts !== 'boolean') return;
    turn.current += 1;
    receive(hideAmounts);
  });

  const ask = () => {
    turn.current += 1;
    const asked = turn.current;
    bank
      .get('/api/session', { background: true })
      .then(({ preferences }) => turn.current === asked && receive(preferences.hideAmounts))
      .catch(() => undefined); // The next return asks again.
  };
  useReturn(ask);
  const seen = useEffectEvent(() => document.visibilityState === 'visible' && ask());
  useEffect(() => {
    const look = () => seen();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);

  async function send() {
    if (sending.current) return;
    sending.current = true;
    try {
      for (let sent: boolean | undefined; sent !== wanted.current; ) {
        sent = wanted.current;
        await bank.patch('/api/me/preferences', { body: { hideAmounts: sent } });
      }
      setHidden(wanted.current);
      setSaved(wanted.current);
      setOutcome(wanted.current ? 'hidden' : 'shown');
    } catch {
      setOutcome(wanted.current ? 'not_saved' : 'not_shown');
      wanted.current = true;
      setHidden(true);
    } finally {
      sending.current = false;
    }
  }

  function toggle() {
    turn.current += 1;
    wanted.current = !wanted.current;
    if (wanted.current) setHidden(true);
    void send();
  }

  return { hidden, saved, outcome, toggle };
}
