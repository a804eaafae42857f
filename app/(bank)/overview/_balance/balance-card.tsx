import { useMemo, useState } from 'react';
import type { Choice } from '#app/_client/use-choice.ts';
import { LiveBadge } from '#app/_frame/live-badge.tsx';
import { extent } from '#app/_kit/charts/points.ts';
import { PointsTable } from '#app/_kit/charts/points-table.tsx';
import { classes } from '#app/_kit/class-names.ts';
import { DownIcon, UpIcon } from '#app/_kit/icons.tsx';
import { useCountUp } from '#app/_kit/use-count-up.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { Format } from '#app/_words/format.ts';
import { Failed } from '#app/(bank)/overview/_overview/failed.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import { changeSince, type OverviewState } from '#app/(bank)/overview/overview-state.ts';
import type { OverviewWords } from '#app/(bank)/overview/words.ts';
import { BALANCE_RANGES, type BalanceRange, RANGE_SPAN_MS } from '#lib/finance/ranges.ts';
import { BalanceChart, CHART_SIZE } from './balance-chart.tsx';

/** Ranges short enough to show single bookings. */
const STEPPED: ReadonlySet<BalanceRange> = new Set(['5min', '1h', '1d']);

export function BalanceCard({
  state,
  account,
  now,
  live,
  choice,
}: {
  state: OverviewState;
  account: { name: string; currency: string };
  /** The bank's time, in milliseconds. */
  now: number;
  live: boolean;
  /** Of the range. */
  choice: Choice<BalanceRange>;
}) {
  const format = useFormat();
  const words = useWords();
  const [pointed, setPointed] = useState<number | null>(null);
  const { range, points } = state;
  const view = useMemo(() => {
    const to = Math.max(now, points.at(-1)?.x ?? now);
    const from = range === 'all' ? (points[0]?.x ?? to - 1) : to - RANGE_SPAN_MS[range];
    return { points, from, to, stepped: STEPPED.has(range) };
  }, [points, range, now]);
  const point = pointed === null ? undefined : points[pointed];

  return (
    <section className="card flex flex-col lg:col-span-2" aria-labelledby="balance">
      <div className="flex items-center justify-between gap-2">
        <h2 id="balance" className="text-small text-ink-soft">
          {fill(words.balanceOf, { account: account.name })}
        </h2>
        <LiveBadge />
      </div>
      <Balance minor={state.balanceMinor} currency={account.currency} />
      <p className="figures min-h-6 text-small" data-testid="change" aria-live="off">
        {point ? (
          <span className="text-ink-soft">
            {range === '5min'
              ? `${format.short(point.x)}, ${format.timeWithSeconds(point.x)}`
              : format.full(point.x)}
            <span className="ml-2 font-strong text-ink">
              {format.withCurrency(point.yMinor, account.currency)}
            </span>
          </span>
        ) : (
          <Change state={state} from={view.from} />
        )}
      </p>
      <figure className="mt-2 flex grow flex-col">
        {state.latest.length > 0 ? (
          <BalanceChart
            view={view}
            currency={account.currency}
            live={live}
            pointed={pointed}
            onPoint={setPointed}
          />
        ) : (
          <p className={`${CHART_SIZE} flex items-center justify-center px-4 text-center text-ink-soft`}>
            {words.chartNone}
          </p>
        )}
        <Ranges choice={choice} />
        <figcaption className="mt-3 text-small text-ink-soft">
          {choice.failed ? (
            <Failed text={words.chartFailed} choice={choice} />
          ) : (
            sentence(state, format, words, account.currency)
          )}
        </figcaption>
      </figure>
      <PointsTable points={points} format={format} words={words} />
    </section>
  );
}

/** Counts to its new value; screen readers get the value itself. */
function Balance({ minor, currency }: { minor: number; currency: string }) {
  const format = useFormat();
  const { whole, cents } = format.split(useCountUp(minor));
  return (
    <p
      className="text-balance font-strong tracking-tight"
      data-testid="balance"
      data-minor={format.hidden ? undefined : minor}
    >
      <span className="sr-only">{format.withCurrency(minor, currency)}</span>
      <span aria-hidden="true" className="figures">
        {whole}
        <span className="text-[0.55em] font-normal tracking-normal text-ink-soft">
          {cents} {currency}
        </span>
      </span>
    </p>
  );
}

function Change({ state, from }: { state: OverviewState; from: number }) {
  const format = useFormat();
  const words = useWords();
  const [first] = state.points;
  const changeMinor = changeSince(state.points, from, state.balanceMinor);
  const period = fill(words.change[state.range], { date: format.shortWithYear(first?.x ?? state.at) });
  const amount = format.money(Math.abs(changeMinor));
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={classes('inline-flex items-center gap-1.5', changeMinor > 0 && 'text-credit')}>
        {changeMinor !== 0 && (changeMinor > 0 ? <UpIcon /> : <DownIcon />)}
        {changeMinor === 0 ? words.level : fill(changeMinor > 0 ? words.up : words.down, { amount })}
      </span>
      <span className="text-ink-soft">{period}</span>
    </span>
  );
}

function Ranges({ choice: { wanted, choose } }: { choice: Choice<BalanceRange> }) {
  const words = useWords();
  return (
    <fieldset className="-mx-2 mt-2 grid grid-cols-[1.25fr_repeat(7,1fr)] whitespace-nowrap">
      <legend className="sr-only">{words.ranges}</legend>
      {BALANCE_RANGES.map((range) => (
        <label
          key={range}
          className="relative flex min-h-11 items-center justify-center rounded-field text-small text-ink-soft hover:text-ink has-checked:bg-sunken has-checked:font-strong has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="range"
            value={range}
            checked={wanted === range}
            onChange={() => choose(range)}
            aria-label={words.rangeLabel[range]}
            className="absolute inset-0 opacity-0"
          />
          {words.range[range]}
        </label>
      ))}
    </fieldset>
  );
}

function sentence(
  { points, balanceMinor }: OverviewState,
  format: Format,
  words: OverviewWords,
  currency: string,
): string {
  const found = extent(points);
  if (!found || found.low.yMinor === found.high.yMinor) {
    return fill(words.chartFlat, { balance: format.withCurrency(balanceMinor, currency) });
  }
  const moment = ({ x }: { x: number }) => format.full(x);
  return fill(words.chartSentence, {
    low: format.money(found.low.yMinor),
    lowDate: moment(found.low),
    high: format.withCurrency(found.high.yMinor, currency),
    highDate: moment(found.high),
  });
}
