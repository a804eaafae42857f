'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { LineChart, LineView } from '#app/_ui/charts/line.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import type { Point } from './state.ts';

/** Arrow keys and what they add to the index of the point that is read. */
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/**
 * The line, and reading single points of it by thumb, mouse or keys: to a screen reader it is a slider whose value
 * is the point. Chart.js arrives after the page; until then the box has its final size.
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
  const words = useWords('overview');
  const canvas = useRef<HTMLCanvasElement>(null);
  const dot = useRef<HTMLSpanElement>(null);
  const [chart, setChart] = useState<LineChart | null>(null);

  useEffect(() => {
    let made: LineChart | undefined;
    let gone = false;
    import('#app/_ui/charts/line.ts').then(({ makeLineChart }) => {
      if (gone || !canvas.current) return;
      // Through the style object, which a strict CSP allows, since the place changes with every drawing.
      made = makeLineChart(canvas.current, format, (x, y) => {
        if (dot.current) dot.current.style.translate = `${x}px ${y}px`;
      });
      setChart(made);
    });
    return () => {
      gone = true;
      made?.destroy();
      setChart(null);
    };
  }, [format]);

  useEffect(() => chart?.show(view), [chart, view]);
  useEffect(() => chart?.point(pointed), [chart, pointed]);

  const last = view.points.length - 1;
  const read = (point: Point | undefined) =>
    point ? `${format.full(point.x)}: ${format.withCurrency(point.yMinor, currency)}` : '';

  const follow = (event: PointerEvent<HTMLElement>) => {
    if (!chart || (event.pointerType !== 'mouse' && event.type === 'pointermove' && event.buttons === 0))
      return;
    onPoint(chart.indexAt(event.clientX - event.currentTarget.getBoundingClientRect().left));
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
      onPointerDown={follow}
      onPointerMove={follow}
      onPointerLeave={() => onPoint(null)}
      onPointerUp={(event) => event.pointerType !== 'mouse' && onPoint(null)}
      onPointerCancel={() => onPoint(null)}
      onKeyDown={press}
      onBlur={() => onPoint(null)}
      className="relative h-52 touch-pan-y select-none rounded-field sm:h-64 lg:h-auto lg:min-h-72 lg:grow"
    >
      {!chart && <div className="skeleton absolute inset-0" />}
      <canvas ref={canvas} className="absolute inset-0" />
      <span ref={dot} aria-hidden="true" hidden={!chart} className="absolute top-0 left-0">
        <span className="absolute -top-1 -left-1 size-2 rounded-full bg-accent" />
        {live && <span className="absolute -top-1 -left-1 size-2 animate-breathe rounded-full bg-accent" />}
      </span>
    </div>
  );
}
