'use client';
import { useState } from 'react';
import type { Reading } from '#app/_client/worker/types.ts';
import { Mark } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { Amounts, useFormat, useWords } from '#app/_words/context.tsx';
import { Choices } from './choices.tsx';
import { KeptBalance } from './kept-balance.tsx';
import { KeptRows } from './kept-rows.tsx';
import { KeptSpenders } from './kept-spenders.tsx';
import { useKept } from './use-kept.ts';
import { useReturn } from './use-return.ts';

/** What there is without a connection: why, the way back, and what the customer chose to have here. */
export function OfflinePage() {
  const frame = useWords('frame');
  const words = useWords('offline');
  const { reading, remove } = useKept();
  const { tryNow, state } = useReturn();
  const [removed, setRemoved] = useState(false);
  return (
    <main id="main" className="mx-auto grid max-w-[75rem] gap-3 px-2 py-3 sm:px-4 lg:gap-6 lg:px-8 lg:py-6">
      <div className="card">
        <p className="flex items-center gap-3 font-strong">
          <Mark />
          {frame.bank}
        </p>
        <h1 className="mt-4 text-large font-strong">{words.heading}</h1>
        <p className="mt-1" data-testid="offline-what">
          <What reading={reading} />
        </p>
        <p className="mt-1 text-small text-ink-soft">{words.unable}</p>
        <div className="mt-4 flex flex-wrap gap-2">
          <button type="button" className="button button-primary" onClick={() => void tryNow()}>
            {words.tryAgain}
          </button>
          {reading?.state === 'kept' && (
            <button
              type="button"
              className="button"
              onClick={() => void remove().then(() => setRemoved(true))}
            >
              {words.remove}
            </button>
          )}
        </div>
        <p role="status" className="mt-2 text-small text-ink-soft empty:hidden">
          {state === 'trying'
            ? words.trying
            : state === 'failed'
              ? words.stillNone
              : removed
                ? words.removed
                : ''}
        </p>
      </div>
      {reading?.state === 'kept' && (
        <Amounts hidden={reading.hidden}>
          <KeptAccounts {...reading} />
        </Amounts>
      )}
    </main>
  );
}

function What({ reading }: { reading: Reading | null }) {
  const format = useFormat();
  const words = useWords('offline');
  if (reading === null) return words.looking;
  if (reading.state === 'kept') return fill(words.asOf, { time: format.full(reading.asOf) });
  return words[reading.state];
}

function KeptAccounts({ kept, asOf }: Extract<Reading, { state: 'kept' }>) {
  const words = useWords('offline');
  const [chosen, setChosen] = useState(kept.accounts[0]?.id ?? '');
  const account = kept.accounts.find(({ id }) => id === chosen);
  if (!account) return null;
  return (
    <>
      {kept.accounts.length > 1 && (
        <div className="px-4 lg:px-6">
          <Choices
            legend={words.account}
            options={kept.accounts.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={chosen}
            onChoose={setChosen}
          />
        </div>
      )}
      <div className="grid gap-3 lg:grid-cols-3 lg:items-start lg:gap-6">
        <div className="lg:col-span-2">
          <KeptBalance account={account} asOf={asOf} />
        </div>
        <KeptSpenders account={account} month={kept.month} />
      </div>
      <KeptRows account={account} asOf={asOf} />
    </>
  );
}
