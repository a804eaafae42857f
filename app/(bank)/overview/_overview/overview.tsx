'use client';
import { startTransition, useReducer, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useLive, useLiveStatus } from '#app/_client/live/use-live.ts';
import { useBankTime } from '#app/_client/use-bank-time.ts';
import { useChoice } from '#app/_client/use-choice.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { BalanceCard } from '#app/(bank)/overview/_balance/balance-card.tsx';
import { ChartCard } from '#app/(bank)/overview/_balance/chart-card.tsx';
import { BelowFold } from '#app/(bank)/overview/_below/below-fold.tsx';
import type { OverviewData } from '#app/(bank)/overview/data.ts';
import {
  type PackedState,
  type Period,
  reduceOverview,
  type Scope,
  unpack,
} from '#app/(bank)/overview/overview-state.ts';
import type { OverviewWords } from '#app/(bank)/overview/words.ts';
import { daysOfMonth, MINUTE } from '#lib/time.ts';
import { AccountsBar } from './accounts-bar.tsx';
import { LatestCard } from './latest-card.tsx';
import { WordsContext } from './use-words.ts';

/** Has the state of the overview, which live events change; the cards draw it. */
export function Overview({
  accounts,
  account,
  initial,
  periods,
  now: serverNow,
  start,
  words,
}: Omit<OverviewData, 'initial'> & { initial: PackedState; words: OverviewWords }) {
  const format = useFormat();
  const [state, dispatch] = useReducer(reduceOverview, initial, unpack);
  const [balances, setBalances] = useState<Record<string, number>>({});
  const [declined, setDeclined] = useState('');
  const now = useBankTime(serverNow, MINUTE, state.at);
  const live = useLiveStatus().state === 'live';

  // All cards are drawn again: in slices, so that taps and keys in between are not blocked.
  useLive(start, (change) =>
    startTransition(() => {
      const { balanceMinor, availableMinor } = change;
      const row = 'entry' in change ? change.entry : change.pending;
      setBalances((known) => ({ ...known, [row.account]: availableMinor }));
      if (row.account !== account.id) return;
      if ('entry' in change) {
        const month = format.dayOf(row.at).slice(0, 7);
        setDeclined('');
        dispatch({ type: 'posted', entry: change.entry, balanceMinor, availableMinor, month });
      } else {
        const { kind, pending, id } = change;
        // A stream id begins with the moment of the event.
        dispatch({ type: 'pending', kind, pending, availableMinor, at: Number.parseInt(id, 10) });
        if (kind === 'declined')
          setDeclined(
            fill(words.declined, {
              name: format.booked(pending.counterparty),
              amount: format.money(Math.abs(pending.amountMinor)),
            }),
          );
      }
    }),
  );

  const range = useChoice(
    initial.range,
    (range, signal) =>
      bank.get('/api/accounts/:id/balance', { params: { id: account.id }, query: { range }, signal }),
    ({ points }, range) => dispatch({ type: 'range', range, points }),
  );

  const today = format.dayOf(now);
  const month = today.slice(0, 7);
  const scope: Scope = {
    account,
    today,
    month,
    // The month that began while the page was open can be chosen too.
    periods: periods.includes(month) ? periods : [month, ...periods],
    hrefOf: (filter, period = 'all') =>
      `/transactions?${new URLSearchParams({ account: account.id, ...filter, ...daysOf(period) })}`,
  };

  return (
    <WordsContext value={words}>
      <p role="status" className={declined ? 'card mb-3' : 'sr-only'}>
        {declined}
      </p>
      <AccountsBar accounts={accounts} balances={balances} current={account.id} />
      <div className="grid gap-3 lg:grid-cols-3 lg:gap-6">
        <div className="flex flex-col gap-3 lg:gap-6">
          <BalanceCard state={state} scope={scope} now={now} />
          <LatestCard state={state} now={now} all={scope.hrefOf({})} />
        </div>
        <ChartCard state={state} currency={account.currency} now={now} live={live} choice={range} />
        <BelowFold scope={scope} state={state} dispatch={dispatch} />
      </div>
    </WordsContext>
  );
}

const daysOf = (period: Period): Record<string, string> => (period === 'all' ? {} : daysOfMonth(period));
