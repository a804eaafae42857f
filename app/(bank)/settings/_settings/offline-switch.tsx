'use client';
import { useEffect, useState } from 'react';
import type { State } from '#app/_client/worker/types.ts';
import { askWorker, hasWorker, seenNow } from '#app/_client/worker-client.ts';
import { Switch } from '#app/_kit/switch.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { SwitchWords } from '#app/(bank)/settings/words.ts';

const ASK_AGAIN_MS = 1000;

/** Keeps what can be read without a connection, or not: off at first. */
export function OfflineSwitch({ words, describedBy }: { words: SwitchWords; describedBy: string }) {
  const format = useFormat();
  const [state, setState] = useState<State | null>(null);
  const [working, setWorking] = useState(false);
  const [unable, setUnable] = useState(false);

  useEffect(() => {
    if (!hasWorker()) return setUnable(true);
    void askWorker<State>({ type: 'state' }).then(setState);
  }, []);

  // Chosen earlier, wiped meanwhile, and being read anew since this page is open.
  const awaited = state?.on === true && state.asOf === null;
  useEffect(() => {
    if (!awaited) return;
    const timer = setInterval(() => void askWorker<State>({ type: 'state' }).then(setState), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [awaited]);

  async function change() {
    setWorking(true);
    setState(await askWorker<State>({ type: 'store', on: !state?.on, ...seenNow(format) }));
    setWorking(false);
  }

  const on = state?.on ?? false;
  const said = () => {
    if (unable) return words.cardUnable;
    if (working || awaited) return words.cardWorking;
    if (state?.failed) return words.cardFailed;
    return on && state?.asOf ? fill(words.cardOn, { time: format.full(state.asOf) }) : words.cardOff;
  };

  return (
    <>
      <Switch
        on={on}
        aria-describedby={describedBy}
        disabled={unable || state === null}
        aria-disabled={working || undefined}
        onClick={() => !working && void change()}
        className="mt-2"
      >
        {words.cardSwitch}
      </Switch>
      <p role="status" className="min-h-10 text-small text-ink-soft" data-testid="offline-said">
        {said()}
      </p>
    </>
  );
}
