import { useMemo, useState } from 'react';
import type { Choice } from '#app/_client/use-choice.ts';
import { type Expected, extent, type Point } from '#app/_kit/charts/points.ts';
import { PointsTable } from '#app/_kit/charts/points-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { Format } from '#app/_words/format.ts';
import { Failed } from '#app/(bank)/overview/_overview/failed.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import { aheadOf, type OverviewState, spanOf } from '#app/(bank)/overview/overview-state.ts';
import type { OverviewWords } from '#app/(bank)/overview/words.ts';
import { BALANCE_RANGES, type BalanceRange } from '#lib/finance/ranges.ts';
import { BalanceChart, CHART_SIZE, momentOf } from './balance-chart.tsx';

/** The balance over a range that one chooses; what is pointed at stands above it, where no thumb hides it. */
export function ChartCard({
  state,
  currency,
  now,
  live,
  choice,
}: {
  state: OverviewState;
  currency: string;
  /** The bank's time, in milliseconds. */
  now: number;
  live: boolean;
  /** Of the range. */
  choice: Choice<BalanceRange>;
}) {
  const format = useFormat();
  const words = useWords();
  const [point, setPoint] = useState<Point | Expected | null>(null);
  const { range, points, due, availableMinor } = state;
  const { timeZone } = format;
  const view = useMemo(() => {
    const span = spanOf({ range, points }, now);
    return { points, ...span, ...aheadOf({ due, range, availableMinor }, span.to, timeZone) };
  }, [points, range, now, due, availableMinor, timeZone]);

  return (
    <section className="card flex flex-col lg:col-span-2" aria-labelledby="chart">
      <h2 id="chart" className={point ? 'sr-only' : 'text-small text-ink-soft'}>
        {words.chart}
      </h2>
      <p hidden={!point} className="figures text-small text-ink-soft" data-testid="reading" aria-live="off">
        {point && (
          <>
            {range === '5min'
              ? `${format.short(point.x)}, ${format.timeWithSeconds(point.x)}`
              : momentOf(point, format, words)}
            <span className="ml-2 font-strong text-ink">{format.withCurrency(point.yMinor, currency)}</span>
          </>
        )}
      </p>
      <figure className="mt-2 flex grow flex-col lg:max-h-140">
        {state.seq > 0 ? (
          <BalanceChart view={view} currency={currency} live={live} pointed={point} onPoint={setPoint} />
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
            [sentence(state, format, words, currency), ...(view.ahead.length > 0 ? [words.dashes] : [])].join(
              ' ',
            )
          )}
        </figcaption>
      </figure>
      <PointsTable points={points} format={format} words={words} />
    </section>
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

/** In these a moment is told by its time, in those its day needs a year. */
const WITHIN_A_DAY: ReadonlySet<BalanceRange> = new Set(['5min', '1h', '1d']);
const OVER_YEARS: ReadonlySet<BalanceRange> = new Set(['1y', 'all']);

function sentence(
  { points, availableMinor, range }: OverviewState,
  format: Format,
  words: OverviewWords,
  currency: string,
): string {
  const found = extent(points);
  if (!found || found.low.yMinor === found.high.yMinor) {
    return fill(words.chartFlat, { balance: format.withCurrency(availableMinor, currency) });
  }
  const moment = ({ x }: { x: number }) => {
    if (WITHIN_A_DAY.has(range)) return format.time(x);
    return OVER_YEARS.has(range) ? format.shortWithYear(x) : format.short(x);
  };
  return fill(words.chartSentence, {
    low: format.money(found.low.yMinor),
    lowDate: moment(found.low),
    high: format.withCurrency(found.high.yMinor, currency),
    highDate: moment(found.high),
  });
}
