import { useState } from 'react';
import type { KeptAccount } from '#app/_client/worker/types.ts';
import { extent } from '#app/_kit/charts/points.ts';
import { PointsTable } from '#app/_kit/charts/points-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { KeptWords } from '#app/(public)/offline/words.ts';
import { Choices } from './choices.tsx';
import { KeptLine } from './kept-line.tsx';

const RANGES = ['1w', '1mo', '1y'] as const;

type Props = { account: KeptAccount; asOf: number; words: KeptWords };

/** The balance as it was, and how it came to that. */
export function KeptBalance({ account, asOf, words }: Props) {
  const format = useFormat();
  const [range, setRange] = useState<(typeof RANGES)[number]>('1mo');
  const points = account.balance[range] ?? [];
  const { whole, cents } = format.split(account.balanceMinor);
  const ends = extent(points);
  const day = (at: number) => format.shortWithYear(at);
  const name = fill(words.chartName, {
    account: account.name,
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
        <KeptLine points={points} to={asOf} name={name} />
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
      <PointsTable {...{ points, format, words }} />
    </section>
  );
}
