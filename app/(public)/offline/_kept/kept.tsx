'use client';
import { type ReactNode, useState } from 'react';
import type { Reading } from '#app/_client/worker/types.ts';
import { fill } from '#app/_words/catalogue.ts';
import { Amounts, useFormat } from '#app/_words/context.tsx';
import type { KeptWords } from '#app/(public)/offline/words.ts';
import { Choices } from './choices.tsx';
import { KeptBalance } from './kept-balance.tsx';
import { KeptRows } from './kept-rows.tsx';
import { KeptSpenders } from './kept-spenders.tsx';
import { useKept } from './use-kept.ts';
import { useReturn } from './use-return.ts';

/** What there is without a connection: why, the way back, and what the customer chose to have here. */
export function Kept({
  words,
  unable,
  children,
}: {
  words: KeptWords;
  /** What there is not without a connection. */
  unable: ReactNode;
  /** What the card begins with. */
  children: ReactNode;
}) {
  const { reading, remove } = useKept();
  const { tryNow, state } = useReturn();
  const [removed, setRemoved] = useState(false);
  return (
    <>
      <div className="card">
        {children}
        <p className="mt-1" data-testid="offline-what">
          <What {...{ reading, words }} />
        </p>
        {unable}
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
          <KeptAccounts {...reading} words={words} />
        </Amounts>
      )}
    </>
  );
}

function What({ reading, words }: { reading: Reading | null; words: KeptWords }) {
  const format = useFormat();
  if (reading === null) return words.looking;
  if (reading.state === 'kept') return fill(words.asOf, { time: format.full(reading.asOf) });
  return words[reading.state];
}

function KeptAccounts({ kept, asOf, words }: Extract<Reading, { state: 'kept' }> & { words: KeptWords }) {
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
          <KeptBalance {...{ account, asOf, words }} />
        </div>
        <KeptSpenders {...{ account, words }} month={kept.month} />
      </div>
      <KeptRows {...{ account, asOf, words }} />
    </>
  );
}
