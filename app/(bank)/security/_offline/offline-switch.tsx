'use client';
import { useEffect, useState } from 'react';
import type { State } from '#app/_client/worker/types.ts';
import { askWorker, hasWorker, seenNow } from '#app/_client/worker-client.ts';
import { classes } from '#app/_kit/class-names.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { SwitchWords } from '#app/(bank)/security/words.ts';

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
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-describedby={describedBy}
        disabled={unable || state === null}
        aria-disabled={working || undefined}
        onClick={() => !working && void change()}
        className="mt-2 -mx-2 flex min-h-12 w-[calc(100%+1rem)] items-center justify-between gap-3 rounded-field px-2 text-left hover:bg-sunken disabled:text-ink-soft"
      >
        {words.cardSwitch}
        <span
          aria-hidden="true"
          className={classes(
            'flex h-7 w-12 shrink-0 items-center rounded-full border-2 px-0.5',
            on ? 'justify-end border-ink bg-ink' : 'justify-start border-edge',
          )}
        >
          <span
            className={classes(
              'size-5 rounded-full border',
              on ? 'border-raised bg-raised' : 'border-edge bg-edge',
            )}
          />
        </span>
      </button>
      <p role="status" className="min-h-10 text-small text-ink-soft" data-testid="offline-said">
        {said()}
      </p>
    </>
  );
}
