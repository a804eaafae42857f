import dynamic from 'next/dynamic';
import { useCallback, useRef } from 'react';
import { eventually } from '#app/_client/eventually.ts';
import type { LineChart } from '#app/_kit/charts/balance-line.tsx';
import { type Expected, type LineView, type Point, readAt } from '#app/_kit/charts/points.ts';
import { Scrubber } from '#app/_kit/charts/scrubber.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { Format } from '#app/_words/format.ts';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { OverviewWords } from '#app/(bank)/overview/words.ts';
import { bucketMsOf } from '#lib/finance/ranges.ts';

const BalanceLine = dynamic(() => eventually(() => import('#app/_kit/charts/balance-line.tsx')), {
  ssr: false,
  loading: () => <div className="skeleton absolute inset-0" />,
});

/** The size of the box, chart or not. */
export const CHART_SIZE = 'h-52 sm:h-64 lg:h-auto lg:max-h-110 lg:min-h-72 lg:grow';

/** When a balance was, or is expected to be. */
export const momentOf = (point: Point | Expected, format: Format, words: OverviewWords): string =>
  'after' in point
    ? fill(words.expected, { date: format.short(point.x), name: format.booked(point.after) })
    : format.full(point.x);

/** The line, of which each moment can be read. Chart.js arrives after the page; until then the box has its final size. */
export function BalanceChart({
  view,
  currency,
  live,
  pointed,
  onPoint,
}: {
  view: LineView;
  currency: string;
  live: boolean;
  pointed: Point | Expected | null;
  onPoint: (point: Point | Expected | null) => void;
}) {
  const format = useFormat();
  const words = useWords();
  const chart = useRef<LineChart | null>(null);
  const dot = useRef<HTMLSpanElement>(null);

  // Set on the element, since the position changes with every drawing; a strict CSP allows the style object.
  const placeDot = useCallback((x: number, y: number) => {
    if (!dot.current) return;
    dot.current.style.translate = `${x}px ${y}px`;
    dot.current.hidden = false;
  }, []);

  const { points, from, to, ahead } = view;
  const bucketMs = bucketMsOf(to - Math.max(from, points[0]?.x ?? from));

  return (
    <Scrubber
      label={words.chartKeys}
      points={points}
      ahead={ahead}
      pointed={pointed}
      onPoint={onPoint}
      readAtPixel={(pixel) => {
        const x = chart.current?.scales.x;
        const at = x?.getValueForPixel(pixel);
        if (at === undefined) return null;
        return ahead.findLast((one) => one.x <= at) ?? readAt(points, Math.min(to, at), bucketMs);
      }}
      say={(point) => `${momentOf(point, format, words)}: ${format.withCurrency(point.yMinor, currency)}`}
      className={CHART_SIZE}
    >
      <BalanceLine view={view} format={format} pointed={pointed} chart={chart} onEnd={placeDot} />
      <span ref={dot} aria-hidden="true" hidden className="absolute top-0 left-0">
        <span className="absolute -top-1 -left-1 size-2 rounded-full bg-accent" />
        {live && <span className="absolute -top-1 -left-1 size-2 animate-breathe rounded-full bg-accent" />}
      </span>
    </Scrubber>
  );
}
