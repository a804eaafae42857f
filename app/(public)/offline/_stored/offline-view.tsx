'use client';
import { type ReactNode, useState } from 'react';
import type { Reading } from '#app/_client/worker/types.ts';
import { fill } from '#app/_words/catalogue.ts';
import { Amounts, useFormat } from '#app/_words/context.tsx';
import type { OfflineWords } from '#app/(public)/offline/words.ts';
import { Choices } from './choices.tsx';
import { StoredBalance } from './stored-balance.tsx';
import { StoredRows } from './stored-rows.tsx';
import { StoredSpenders } from './stored-spenders.tsx';
import { useReconnect } from './use-reconnect.ts';
import { useStored } from './use-stored.ts';

/** The bank without a connection: why, the way back, and the data the customer chose to store. */
export function OfflineView({
  words,
  unable,
  children,
}: {
  words: OfflineWords;
  /** What cannot be done offline. */
  unable: ReactNode;
  /** What the card begins with. */
  children: ReactNode;
}) {
  const { reading, remove } = useStored();
  const { tryNow, state } = useReconnect();
  const [removed, setRemoved] = useState(false);
  return (
    <>
      <div className="card">
        {children}
        <p className="mt-1" data-testid="offline-what">
          <What reading={reading} words={words} />
        </p>
        {unable}
        <div className="mt-4 flex flex-wrap gap-2">
          <button type="button" className="button button-primary" onClick={() => void tryNow()}>
            {words.tryAgain}
          </button>
          {reading?.state === 'stored' && (
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
      {reading?.state === 'stored' && (
        <Amounts hidden={reading.hidden}>
          <StoredAccounts {...reading} words={words} />
        </Amounts>
      )}
    </>
  );
}

function What({ reading, words }: { reading: Reading | null; words: OfflineWords }) {
  const format = useFormat();
  if (reading === null) return words.looking;
  if (reading.state === 'stored') return fill(words.asOf, { time: format.full(reading.asOf) });
  return words[reading.state];
}

function StoredAccounts({
  stored,
  asOf,
  words,
}: Extract<Reading, { state: 'stored' }> & { words: OfflineWords }) {
  const format = useFormat();
  const [chosen, setChosen] = useState(stored.accounts[0]?.id ?? '');
  const account = stored.accounts.find(({ id }) => id === chosen);
  if (!account) return null;
  return (
    <>
      {stored.accounts.length > 1 && (
        <div className="px-4 lg:px-6">
          <Choices
            legend={words.account}
            options={stored.accounts.map(({ id, name }) => ({ value: id, label: format.booked(name) }))}
            chosen={chosen}
            onChoose={setChosen}
          />
        </div>
      )}
      <div className="grid gap-3 lg:grid-cols-3 lg:items-start lg:gap-6">
        <div className="lg:col-span-2">
          <StoredBalance account={account} asOf={asOf} words={words} />
        </div>
        <StoredSpenders account={account} words={words} month={stored.month} />
      </div>
      <StoredRows account={account} asOf={asOf} words={words} />
    </>
  );
}
