import { useState } from 'react';
import type { StoredAccount } from '#app/_client/worker/types.ts';
import { extent, type Point } from '#app/_kit/charts/points.ts';
import { PointsTable } from '#app/_kit/charts/points-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { OfflineWords } from '#app/(public)/offline/words.ts';
import { Choices } from './choices.tsx';

const RANGES = ['1w', '1mo', '1y'] as const;

type Props = { account: StoredAccount; asOf: number; words: OfflineWords };

/** The balance as it was, and how it came to that. */
export function StoredBalance({ account, asOf, words }: Props) {
  const format = useFormat();
  const [range, setRange] = useState<(typeof RANGES)[number]>('1mo');
  const points = account.balance[range] ?? [];
  const { whole, cents } = format.split(account.balanceMinor);
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
        <BalanceSteps points={points} to={asOf} name={name} />
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

/** A balance holds until the next booking: steps, from the first point to `to`. */
function path(points: readonly Point[], to: number): string {
  const from = points[0]?.x ?? 0;
  const balances = points.map(({ yMinor }) => yMinor);
  const low = Math.min(...balances);
  const span = Math.max(...balances) - low || 1;
  const left = (x: number) => Math.round(((x - from) / Math.max(1, to - from)) * WIDTH);
  const top = (minor: number) => Math.round(HEIGHT - ((minor - low) / span) * HEIGHT);
  return points
    .map(({ x, yMinor }, at) => (at === 0 ? `M0 ${top(yMinor)}` : `H${left(x)}V${top(yMinor)}`))
    .concat(`H${WIDTH}`)
    .join('');
}

/** Drawn by hand: Chart.js would be one more thing to store for this page. */
const BalanceSteps = ({ points, to, name }: { points: readonly Point[]; to: number; name: string }) => (
  <svg
    role="img"
    aria-label={name}
    viewBox={`0 -10 ${WIDTH} ${HEIGHT + 20}`}
    preserveAspectRatio="none"
    className="my-3 block h-32 w-full text-accent lg:h-48"
  >
    <path
      d={path(points, to)}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
    />
  </svg>
);
