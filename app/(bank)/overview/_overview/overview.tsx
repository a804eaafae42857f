'use client';
import { startTransition, useReducer, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useLive, useLiveStatus } from '#app/_client/live/use-live.ts';
import { useBankTime } from '#app/_client/use-bank-time.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import type { Spend } from '#app/_kit/charts/ranking.ts';
import { useFormat } from '#app/_words/context.tsx';
import { BalanceCard } from '#app/(bank)/overview/_balance/balance-card.tsx';
import { More } from '#app/(bank)/overview/_more/more.tsx';
import { SpendersCard } from '#app/(bank)/overview/_spending/spenders-card.tsx';
import type { OverviewData } from '#app/(bank)/overview/data.ts';
import { type PackedState, type Period, reduceOverview, unpack } from '#app/(bank)/overview/state.ts';
import type { OverviewWords } from '#app/(bank)/overview/words.ts';
import type { BalanceRange } from '#lib/finance/ranges.ts';
import { daysOfMonth, MINUTE, monthAfter } from '#lib/time.ts';
import { AccountsBar } from './accounts-bar.tsx';
import { LatestCard } from './latest-card.tsx';
import { WordsContext } from './use-words.ts';

/** More names than an account has counterparties: what is asked for is all of them. */
const ALL_SPENDERS = 500;

/** Holds what the overview shows; the cards draw it. Moves by the live event alone. */
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
  const [range, setRange] = useState<{ wanted: BalanceRange; failed: boolean }>({
    wanted: initial.range,
    failed: false,
  });
  const [period, setPeriod] = useState<{ wanted: Period; failed: boolean }>({
    wanted: initial.period,
    failed: false,
  });
  const [balances, setBalances] = useState<Record<string, number>>({});
  const rangeRequest = useLatestRequest();
  const periodRequest = useLatestRequest();
  const now = useBankTime(serverNow, MINUTE, state.seq);
  const live = useLiveStatus().state === 'live';

  // All cards are drawn anew: in slices, so that a tap or a key in between is not kept waiting.
  useLive(start, ({ entry, balanceMinor }) =>
    startTransition(() => {
      setBalances((known) => ({ ...known, [entry.account]: balanceMinor }));
      if (entry.account !== account.id) return;
      dispatch({ type: 'posted', entry, balanceMinor, month: format.dayOf(entry.at).slice(0, 7) });
    }),
  );

  const chooseRange = (wanted: BalanceRange) => {
    setRange({ wanted, failed: false });
    rangeRequest.run(
      (signal) =>
        bank.get('/api/accounts/:id/balance', {
          params: { id: account.id },
          query: { range: wanted },
          signal,
        }),
      ({ points }) => dispatch({ type: 'range', range: wanted, points }),
      () => setRange({ wanted, failed: true }),
    );
  };

  const choosePeriod = (wanted: Period) => {
    setPeriod({ wanted, failed: false });
    periodRequest.abort();
    const before = wanted === 'all' ? [] : [monthAfter(wanted, -1)];
    const missing = [wanted, ...before].filter((name) => !state.spenders[name]);
    if (missing.length === 0) return dispatch({ type: 'period', period: wanted });
    periodRequest.run(
      async (signal) =>
        Object.fromEntries(
          await Promise.all(missing.map(async (name) => [name, await spendersOf(account.id, name, signal)])),
        ) as Record<Period, Spend[]>,
      (spenders) => dispatch({ type: 'period', period: wanted, spenders }),
      () => setPeriod({ wanted, failed: true }),
    );
  };

  const transactions = (params: Record<string, string>) =>
    `/transactions?${new URLSearchParams({ account: account.id, ...params })}`;

  const today = format.dayOf(now);
  const month = today.slice(0, 7);
  // A month that began while the page was open can be chosen too.
  const allPeriods = periods.includes(month) ? periods : [month, ...periods];

  return (
    <WordsContext value={words}>
      <AccountsBar accounts={accounts} balances={balances} current={account.id} />
      <div className="grid gap-3 lg:grid-cols-3 lg:gap-6">
        <BalanceCard
          state={state}
          account={account}
          now={now}
          live={live}
          wanted={range.wanted}
          failed={range.failed}
          onRange={chooseRange}
        />
        <SpendersCard
          state={state}
          currency={account.currency}
          month={month}
          periods={allPeriods}
          wanted={period.wanted}
          failed={period.failed}
          hrefOf={(name) => transactions({ counterparty: name, ...daysOf(state.period) })}
          onPeriod={choosePeriod}
        />
        <LatestCard state={state} now={now} all={transactions({})} />
        <More {...{ account, state, today, transactions, daysOf, dispatch }} periods={allPeriods} />
      </div>
    </WordsContext>
  );
}

/** All counterparties with what was spent on them in a period. */
async function spendersOf(account: string, period: Period, signal: AbortSignal): Promise<Spend[]> {
  const query = { period, limit: ALL_SPENDERS };
  return (await bank.get('/api/accounts/:id/spenders', { params: { id: account }, query, signal })).items;
}

const daysOf = (period: Period): Record<string, string> => (period === 'all' ? {} : daysOfMonth(period));
