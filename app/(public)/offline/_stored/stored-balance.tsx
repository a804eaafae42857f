import { useState } from 'react';
import type { StoredAccount } from '#app/_client/worker/types.ts';
import { extent, type Point, readAt } from '#app/_kit/charts/points.ts';
import { PointsTable } from '#app/_kit/charts/points-table.tsx';
import { Scrubber } from '#app/_kit/charts/scrubber.tsx';
import { timeLabel, timeTicks, valueTicks } from '#app/_kit/charts/ticks.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { OfflineWords } from '#app/(public)/offline/words.ts';
import { bucketMsOf } from '#lib/finance/ranges.ts';
import { Choices } from './choices.tsx';

const RANGES = ['1w', '1mo', '1y'] as const;

type Props = { account: StoredAccount; asOf: number; words: OfflineWords };

/** The balance as it was, and how it came to that. */
export function StoredBalance({ account, asOf, words }: Props) {
  const format = useFormat();
  const [range, setRange] = useState<(typeof RANGES)[number]>('1mo');
  const [pointed, setPointed] = useState<Point | null>(null);
  const points = account.balance[range] ?? [];
  const { whole, cents } = format.split(account.availableMinor);
  const ends = extent(points);
  const day = (at: number) => format.shortWithYear(at);
  const name = fill(words.chartName, {
    account: format.booked(account.name),
    from: day(points[0]?.x ?? asOf),
    to: day(asOf),
  });
  return (
    <section className="card" aria-labelledby="kept-balance">
      <h2 id="kept-balance" className="text-small text-ink-soft">
        {words.balance}
      </h2>
      <p className="figures text-balance font-strong tracking-tight" data-testid="kept-balance">
        {whole}
        <span className="text-[0.55em] font-normal tracking-normal text-ink-soft">
          {cents} {account.currency}
        </span>
      </p>
      <figure>
        <p className="figures mt-3 min-h-6 text-small text-ink-soft" data-testid="reading" aria-live="off">
          {pointed && (
            <>
              {format.full(pointed.x)}
              <span className="ml-2 font-strong text-ink">
                {format.withCurrency(pointed.yMinor, account.currency)}
              </span>
            </>
          )}
        </p>
        <BalanceSteps
          points={points}
          to={asOf}
          name={name}
          pointed={pointed}
          onPoint={setPointed}
          currency={account.currency}
        />
        <Choices
          legend={words.ranges}
          options={RANGES.map((value) => ({ value, label: words.range[value] }))}
          chosen={range}
          onChoose={setRange}
        />
        <figcaption className="mt-2 text-small text-ink-soft">
          {ends &&
            fill(words.sentence, {
              low: format.money(ends.low.yMinor),
              lowDay: day(ends.low.x),
              high: format.money(ends.high.yMinor),
              highDay: day(ends.high.x),
            })}
        </figcaption>
      </figure>
      <PointsTable points={points} format={format} words={words} />
    </section>
  );
}

const WIDTH = 1000;
const HEIGHT = 300;
const GRID_LINES = 3;
/** Labels of time, on the width of a phone and of a desktop alike. */
const MAX_TIMES = 4;
/** Of the width: where a label of time would stand over an edge. */
const EDGE = 0.08;

/**
 * A balance holds until the next booking: steps, from the first point to `to`, with the axes they are read by. Drawn by
 * hand: Chart.js would be one more thing to store for this page.
 */
function BalanceSteps({
  points,
  to,
  name,
  pointed,
  onPoint,
  currency,
}: {
  points: readonly Point[];
  to: number;
  name: string;
  pointed: Point | null;
  onPoint: (point: Point | null) => void;
  currency: string;
}) {
  const format = useFormat();
  const from = points[0]?.x ?? to - 1;
  const balances = points.map(({ yMinor }) => yMinor);
  const amounts = valueTicks(Math.min(...balances), Math.max(...balances), GRID_LINES);
  const times = timeTicks(from, to, MAX_TIMES, format.timeZone);
  const left = (x: number) => Math.min(1, Math.max(0, (x - from) / Math.max(1, to - from)));
  const top = (minor: number) => 1 - (minor - amounts.min) / (amounts.max - amounts.min);
  const [x, y] = [
    (at: number) => Math.round(left(at) * WIDTH),
    (minor: number) => Math.round(top(minor) * HEIGHT),
  ];
  const path = points
    .map((one, at) => (at === 0 ? `M0 ${y(one.yMinor)}` : `H${x(one.x)}V${y(one.yMinor)}`))
    .concat(`H${WIDTH}`)
    .join('');
  return (
    <div className="my-3 grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 text-small text-ink-soft">
      <Scrubber
        label={name}
        points={points}
        pointed={pointed}
        onPoint={onPoint}
        readAtPixel={(pixel, width) => {
          const at = from + Math.min(1, Math.max(0, pixel / width)) * (to - from);
          return readAt(points, at, bucketMsOf(to - from));
        }}
        say={(point) => `${format.full(point.x)}: ${format.withCurrency(point.yMinor, currency)}`}
        className="h-40 lg:h-56"
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          fill="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          {amounts.at.map((minor) => (
            <path
              key={minor}
              d={`M0 ${y(minor)}H${WIDTH}`}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {pointed && (
            <path
              d={`M${x(pointed.x)} 0V${HEIGHT}`}
              className="stroke-ink"
              vectorEffect="non-scaling-stroke"
            />
          )}
          <path
            d={path}
            className="stroke-accent"
            strokeWidth={2}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </Scrubber>
      {/* The widest label makes the column; each stands at its line. */}
      <div aria-hidden="true" className="figures relative text-right">
        {amounts.at.map((minor) => (
          <span key={minor} className="block h-0 overflow-hidden">
            {format.axis(minor, amounts.step)}
          </span>
        ))}
        {amounts.at.map((minor) => (
          <span
            key={minor}
            className="absolute right-0 -translate-y-1/2"
            style={{ top: `${100 * top(minor)}%` }}
          >
            {format.axis(minor, amounts.step)}
          </span>
        ))}
      </div>
      <div aria-hidden="true" className="figures relative h-6">
        {times.at
          .filter((at) => left(at) > EDGE && left(at) < 1 - EDGE)
          .map((at) => (
            <span
              key={at}
              className="absolute bottom-0 -translate-x-1/2"
              style={{ left: `${100 * left(at)}%` }}
            >
              {timeLabel(at, times.unit, format)}
            </span>
          ))}
      </div>
    </div>
  );
}
