'use client';
import { useReducer, useState } from 'react';
import { fetchJson } from '#app/_ui/fetch-json.ts';
import { type LiveStart, useLive, useLiveStatus } from '#app/_ui/live/use-live.ts';
import { useFormat } from '#app/_ui/messages/context.tsx';
import { useBankTime } from '#app/_ui/use-bank-time.ts';
import { useLatestRequest } from '#app/_ui/use-latest-request.ts';
import type { BalanceRange } from '#lib/finance/ranges.ts';
import { MINUTE } from '#lib/time.ts';
import { BalanceCard } from './balance-card.tsx';
import { LatestCard } from './latest-card.tsx';
import { SpendersCard } from './spenders-card.tsx';
import { type OverviewState, type Period, type Point, reduceOverview, type Spend } from './state.ts';

export type OverviewProps = {
  account: { id: string; name: string; currency: string };
  initial: OverviewState;
  /** Months with spending, `yyyy-mm`, newest first. */
  periods: readonly string[];
  /** The server's clock at the render. */
  now: number;
  start: LiveStart;
};

/** More names than an account has counterparties: what is asked for is all of them. */
const ALL_SPENDERS = 500;

/** Holds what the overview shows; the three cards draw it. Moves by the live event alone. */
export function Overview({ account, initial, periods, now: serverNow, start }: OverviewProps) {
  const format = useFormat();
  const [state, dispatch] = useReducer(reduceOverview, initial);
  const [range, setRange] = useState<{ wanted: BalanceRange; failed: boolean }>({
    wanted: initial.range,
    failed: false,
  });
  const [period, setPeriod] = useState<{ wanted: Period; failed: boolean }>({
    wanted: initial.period,
    failed: false,
  });
  const rangeRequest = useLatestRequest();
  const periodRequest = useLatestRequest();
  const now = useBankTime(serverNow, MINUTE, state.seq);
  const live = useLiveStatus().state === 'live';

  useLive(start, ({ entry, balanceMinor }) => {
    if (entry.account !== account.id) return;
    dispatch({ type: 'posted', entry, balanceMinor, month: format.dayOf(entry.at).slice(0, 7) });
  });

  const chooseRange = (wanted: BalanceRange) => {
    setRange({ wanted, failed: false });
    rangeRequest.run(
      (signal) =>
        fetchJson<{ points: Point[] }>(`/api/accounts/${account.id}/balance?range=${wanted}`, signal),
      ({ points }) => dispatch({ type: 'range', range: wanted, points }),
      () => setRange({ wanted, failed: true }),
    );
  };

  const choosePeriod = (wanted: Period) => {
    setPeriod({ wanted, failed: false });
    periodRequest.abort();
    if (state.spenders[wanted]) return dispatch({ type: 'period', period: wanted });
    periodRequest.run(
      (signal) =>
        fetchJson<{ items: Spend[] }>(
          `/api/accounts/${account.id}/spenders?period=${wanted}&limit=${ALL_SPENDERS}`,
          signal,
        ),
      ({ items }) => dispatch({ type: 'period', period: wanted, spenders: items }),
      () => setPeriod({ wanted, failed: true }),
    );
  };

  const transactions = (params: Record<string, string>) =>
    `/transactions?${new URLSearchParams({ account: account.id, ...params })}`;

  return (
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
        periods={withMonthOf(now)}
        wanted={period.wanted}
        failed={period.failed}
        hrefOf={(name) => transactions({ counterparty: name, ...daysOf(state.period) })}
        onPeriod={choosePeriod}
      />
      <LatestCard state={state} now={now} all={transactions({})} />
    </div>
  );

  /** A month that began while the page was open can be chosen too. */
  function withMonthOf(at: number): readonly string[] {
    const month = format.dayOf(at).slice(0, 7);
    return periods.includes(month) ? periods : [month, ...periods];
  }
}

/** First and last day of a month, as the transactions' filter takes them. */
function daysOf(period: Period): Record<string, string> {
  if (period === 'all') return {};
  const [year = 1970, month = 1] = period.split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { from: `${period}-01`, to: `${period}-${last}` };
}
