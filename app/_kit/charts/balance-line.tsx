/** The balance as a line. Chart.js with only the parts used; this module is loaded when a chart is on the page. */
import {
  type ChartData,
  type Chart as ChartInstance,
  Chart as ChartJs,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from 'chart.js';
import { type RefObject, useMemo, useState } from 'react';
import { Chart } from 'react-chartjs-2';
import type { Format } from '#app/_words/format.ts';
import { type Colours, fade, useColours } from './colours.ts';
import type { LineView, Point } from './points.ts';
import { type TickUnit, timeLabel, timeTicks, valueTicks } from './ticks.ts';

// The typed components of react-chartjs-2 would bring every kind of chart along.
ChartJs.register(LineController, LineElement, PointElement, LinearScale);

const LABEL_WIDTH = 60;
/** Half of a label, in pixels. */
const EDGE = 24;
const GRID_LINES = 3;
const LABEL = { size: 12 };

export type LineChart = ChartInstance<'line', Drawn>;
type Drawn = { x: number; y: number }[];
type Marked = { x: number; y: number; ink: string; accent: string; raised: string };

/**
 * Draws `view` and marks `pointed`. After each drawing `onEnd` gets the position of the newest point,
 * in pixels of the canvas.
 */
export default function BalanceLine({
  view,
  format,
  pointed,
  chart,
  onEnd,
}: {
  view: LineView;
  format: Format;
  pointed: Point | null;
  chart: RefObject<LineChart | null>;
  onEnd: (x: number, y: number) => void;
}) {
  const colours = useColours();
  const data = useMemo(() => dataOf(view, colours), [view, colours]);
  const options = useMemo(() => optionsOf(view, pointed, format, colours), [view, pointed, format, colours]);
  const [plugins] = useState(() => [overlay(onEnd)]);
  return (
    <Chart
      type="line"
      ref={chart}
      data={data}
      options={options}
      plugins={plugins}
      updateMode="none"
      className="absolute inset-0"
      aria-hidden="true"
    />
  );
}

function dataOf({ points, to, ahead, end }: LineView, colours: Colours): ChartData<'line', Drawn> {
  const last = points.at(-1);
  const drawn = points.map(({ x, yMinor }) => ({ x, y: yMinor }));
  // The balance stands until now, booking or not.
  if (last && last.x < to) drawn.push({ x: to, y: last.yMinor });
  const line = {
    label: 'balance',
    data: drawn,
    // A balance stays until the next booking.
    stepped: 'before' as const,
    borderWidth: 2,
    borderColor: colours.accent,
    borderJoinStyle: 'round' as const,
    backgroundColor: fade(colours.accent, 0.08),
    pointRadius: 0,
  };
  if (!last || ahead.length === 0) return { datasets: [line] };
  const expected = ahead.map(({ x, yMinor }) => ({ x, y: yMinor }));
  const dashes = {
    label: 'expected',
    data: [{ x: to, y: last.yMinor }, ...expected, { x: end, y: expected.at(-1)?.y ?? last.yMinor }],
    stepped: 'before' as const,
    borderWidth: 1.5,
    borderDash: [3, 3],
    borderColor: colours['ink-soft'],
    pointRadius: 0,
  };
  return { datasets: [line, dashes] };
}

function optionsOf(
  { points, from, ahead, end }: LineView,
  point: Point | null,
  format: Format,
  colours: Colours,
): ChartOptions<'line'> {
  const balances = [...points, ...ahead].map(({ yMinor }) => yMinor);
  const amounts = valueTicks(Math.min(...balances), Math.max(...balances), GRID_LINES);
  const marked: Marked | undefined =
    point === null
      ? undefined
      : {
          x: Math.max(point.x, from),
          y: point.yMinor,
          ink: colours.ink,
          accent: colours.accent,
          raised: colours.raised,
        };
  let unit: TickUnit = 'day';
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    font: { family: getComputedStyle(document.body).fontFamily },
    layout: { padding: { top: 8, right: 0, left: 2 } },
    plugins: { overlay: { marked } } as ChartOptions<'line'>['plugins'],
    scales: {
      x: {
        type: 'linear',
        min: from,
        max: end,
        grid: { display: false },
        border: { display: false },
        ticks: {
          color: colours['ink-soft'],
          maxRotation: 0,
          autoSkipPadding: 8,
          font: LABEL,
          callback: (value) => timeLabel(Number(value), unit, format),
        },
        afterBuildTicks: (axis) => {
          const maxTicks = Math.max(2, Math.floor(axis.width / LABEL_WIDTH));
          const ticks = timeTicks(axis.min, axis.max, maxTicks, format.timeZone);
          unit = ticks.unit;
          // A label that would stand over an edge makes the whole line narrower: left out.
          const edge = ((axis.max - axis.min) * EDGE) / axis.width;
          axis.ticks = ticks.at
            .filter((value) => value >= axis.min + edge && value <= axis.max - edge)
            .map((value) => ({ value }));
        },
      },
      y: {
        type: 'linear',
        position: 'right',
        min: amounts.min,
        max: amounts.max,
        border: { display: false },
        grid: { drawTicks: false, color: colours.line },
        ticks: {
          color: colours['ink-soft'],
          padding: 8,
          font: LABEL,
          callback: (value) => format.axis(Number(value), amounts.step),
        },
        afterBuildTicks: (axis) => {
          axis.ticks = amounts.at.map((value) => ({ value }));
        },
      },
    },
  };
}

/**
 * The area below the line, the hairline and dot of the point that is read, and the position of the newest. Chart.js'
 * own filler supports many more shapes, and is as large as this module.
 */
const overlay = (onEnd: (x: number, y: number) => void): Plugin<'line', { marked?: Marked }> => ({
  id: 'overlay',
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea, data } = chart;
    const line = chart.getDatasetMeta(0).dataset as LineElement;
    const { points } = line as { points: { x: number; y: number }[] };
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return;
    ctx.save();
    // The first point may be before the range, and so left of the chart.
    ctx.beginPath();
    ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
    ctx.clip();
    ctx.beginPath();
    line.path(ctx);
    ctx.lineTo(last.x, chartArea.bottom);
    ctx.lineTo(first.x, chartArea.bottom);
    ctx.fillStyle = data.datasets[0]?.backgroundColor as string;
    ctx.fill();
    ctx.restore();
  },
  afterDatasetsDraw({ ctx, chartArea, scales: { x, y }, data }, _args, { marked }) {
    const end = (data.datasets[0]?.data as Drawn | undefined)?.at(-1);
    if (!x || !y || !end) return;
    onEnd(x.getPixelForValue(end.x), y.getPixelForValue(end.y));
    if (!marked) return;
    const left = x.getPixelForValue(marked.x);
    ctx.save();
    ctx.strokeStyle = marked.ink;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(left, chartArea.top);
    ctx.lineTo(left, chartArea.bottom);
    ctx.stroke();
    ctx.fillStyle = marked.accent;
    ctx.strokeStyle = marked.raised;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.arc(left, y.getPixelForValue(marked.y), 5, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    ctx.restore();
  },
});
