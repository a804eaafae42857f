import dynamic from 'next/dynamic';
import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from 'react';
import { eventually } from '#app/_client/eventually.ts';
import type { LineChart } from '#app/_kit/charts/balance-line.tsx';
import { type LineView, lastAtOrBefore, type Point } from '#app/_kit/charts/points.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';

const BalanceLine = dynamic(() => eventually(() => import('#app/_kit/charts/balance-line.tsx')), {
  ssr: false,
  loading: () => <div className="skeleton absolute inset-0" />,
});

/** The size of the box, chart or not. */
export const CHART_SIZE = 'h-52 sm:h-64 lg:h-auto lg:min-h-72 lg:grow';

/** Arrow keys and what they add to the index of the point that is read. */
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/**
 * The line, whose points are read by thumb, mouse or keys. To a screen reader it is a slider: every reader announces
 * each step of one, but delays a live region beside an image and takes the arrow keys on the image for itself. Chart.js
 * arrives after the page; until then the box has its final size.
 */
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
  pointed: number | null;
  onPoint: (index: number | null) => void;
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

  const last = view.points.length - 1;
  const read = (point: Point | undefined) =>
    point ? `${format.full(point.x)}: ${format.withCurrency(point.yMinor, currency)}` : '';

  const follow = (event: PointerEvent<HTMLElement>) => {
    const x = chart.current?.scales.x;
    if (!x || (event.pointerType !== 'mouse' && event.type === 'pointermove' && event.buttons === 0)) return;
    const pixel = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onPoint(lastAtOrBefore(view.points, x.getValueForPixel(pixel) ?? view.to));
  };
  const grasp = (event: PointerEvent<HTMLElement>) => {
    // A finger that slides off keeps reading; a vertical move becomes the browser's scroll.
    event.currentTarget.setPointerCapture(event.pointerId);
    follow(event);
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const from = pointed ?? last;
    const next =
      event.key === 'Home' ? 0 : event.key === 'End' ? last : step === undefined ? null : from + step;
    if (event.key === 'Escape') onPoint(null);
    if (next === null) return;
    event.preventDefault();
    onPoint(Math.min(last, Math.max(0, next)));
  };

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={words.chartKeys}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={pointed ?? Math.max(0, last)}
      aria-valuetext={read(view.points[pointed ?? last])}
      onPointerDown={grasp}
      onPointerMove={follow}
      onPointerLeave={() => onPoint(null)}
      onPointerUp={(event) => event.pointerType !== 'mouse' && onPoint(null)}
      onPointerCancel={() => onPoint(null)}
      onKeyDown={press}
      onBlur={() => onPoint(null)}
      className={`${CHART_SIZE} relative touch-pan-y select-none rounded-field`}
    >
      <BalanceLine view={view} format={format} pointed={pointed} chart={chart} onEnd={placeDot} />
      <span ref={dot} aria-hidden="true" hidden className="absolute top-0 left-0">
        <span className="absolute -top-1 -left-1 size-2 rounded-full bg-accent" />
        {live && <span className="absolute -top-1 -left-1 size-2 animate-breathe rounded-full bg-accent" />}
      </span>
    </div>
  );
}
