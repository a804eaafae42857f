'use client';
/** The balance as a line. Chart.js with only the parts used; this module is loaded when a chart is on the page. */
import { Chart, Filler, LinearScale, LineController, LineElement, type Plugin, PointElement } from 'chart.js';
import type { Format } from '#app/_ui/format.ts';
import { fade, onSchemeChange, readToken } from './colours.ts';
import { type TickUnit, timeTicks, valueTicks } from './ticks.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler);

const LABEL_WIDTH = 72;
/** Half of a label, in pixels. */
const EDGE = 24;
const GRID_LINES = 3;

export type Point = { x: number; yMinor: number };
export type LineView = {
  points: readonly Point[];
  from: number;
  to: number;
  /** A balance stays until the next booking: drawn as steps where single bookings can be told apart. */
  stepped: boolean;
};

export type LineChart = {
  show(view: LineView): void;
  /** Marks the point of that index with a hairline, or none. */
  point(index: number | null): void;
  /** The index of the point that holds at a horizontal pixel of the canvas. */
  indexAt(pixel: number): number;
  destroy(): void;
};

/** `onEnd` is told where the newest point is, in pixels of the canvas, after each drawing. */
export function makeLineChart(
  canvas: HTMLCanvasElement,
  format: Format,
  onEnd: (x: number, y: number) => void,
): LineChart {
  let view: LineView = { points: [], from: 0, to: 1, stepped: false };
  let pointed: number | null = null;
  let unit: TickUnit = 'day';
  let amounts = valueTicks(0, 0, GRID_LINES);
  let colours = read();

  const overlay: Plugin<'line'> = {
    id: 'overlay',
    afterDatasetsDraw(chart) {
      const { x, y } = chart.scales;
      const last = view.points.at(-1);
      if (!x || !y) return;
      if (last) onEnd(x.getPixelForValue(view.to), y.getPixelForValue(last.yMinor));
      const point = pointed === null ? undefined : view.points[pointed];
      if (!point) return;
      const left = x.getPixelForValue(Math.max(point.x, view.from));
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.strokeStyle = colours.ink;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(left, chartArea.top);
      ctx.lineTo(left, chartArea.bottom);
      ctx.stroke();
      ctx.fillStyle = colours.accent;
      ctx.strokeStyle = colours.raised;
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.arc(left, y.getPixelForValue(point.yMinor), 5, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
      ctx.restore();
    },
  };

  const chart = new Chart(canvas, {
    type: 'line',
    data: {
      datasets: [
        {
          data: [] as { x: number; y: number }[],
          borderWidth: 2,
          pointRadius: 0,
          fill: 'start',
          borderJoinStyle: 'round',
        },
      ],
    },
    plugins: [overlay],
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: 8, right: 0, left: 2 } },
      scales: {
        x: {
          type: 'linear',
          grid: { display: false },
          border: { display: false },
          ticks: {
            maxRotation: 0,
            autoSkipPadding: 8,
            font: { size: 12 },
            callback: (value) => label(Number(value)),
          },
          afterBuildTicks: (axis) => {
            const most = Math.max(2, Math.floor(axis.width / LABEL_WIDTH));
            const ticks = timeTicks(axis.min, axis.max, most, format.timeZone);
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
          border: { display: false },
          grid: { drawTicks: false },
          ticks: {
            padding: 8,
            font: { size: 12 },
            callback: (value) => format.axis(Number(value), amounts.step),
          },
          afterBuildTicks: (axis) => {
            axis.ticks = amounts.at.map((value) => ({ value }));
          },
        },
      },
    },
  });
  paint();

  function read() {
    return {
      accent: readToken('accent'),
      ink: readToken('ink'),
      soft: readToken('ink-soft'),
      line: readToken('line'),
      raised: readToken('raised'),
    };
  }

  function paint() {
    colours = read();
    const [line] = chart.data.datasets;
    const { x, y } = chart.options.scales ?? {};
    if (!line || !x?.ticks || !y?.ticks || !y.grid) return;
    line.borderColor = colours.accent;
    line.backgroundColor = fade(colours.accent, 0.08);
    x.ticks.color = colours.soft;
    y.ticks.color = colours.soft;
    y.grid.color = colours.line;
    chart.options.font = { family: getComputedStyle(canvas).fontFamily };
    chart.update('none');
  }

  function label(at: number): string {
    if (unit === 'time') {
      const clock = format.time(at);
      return clock === '00:00' ? format.short(at) : clock;
    }
    if (unit === 'day') return format.short(at);
    return format.dayOf(at).slice(5, 7) === '01' ? format.year(at) : format.monthName(at);
  }

  const stopListening = onSchemeChange(paint);

  return {
    show(next) {
      view = next;
      const [line] = chart.data.datasets;
      const { x, y } = chart.options.scales ?? {};
      if (!line || !x || !y) return;
      const last = next.points.at(-1);
      const drawn = next.points.map((point) => ({ x: point.x, y: point.yMinor }));
      // The balance holds until now, booking or not.
      if (last && last.x < next.to) drawn.push({ x: next.to, y: last.yMinor });
      line.data = drawn;
      line.stepped = next.stepped ? 'before' : false;
      x.min = next.from;
      x.max = next.to;
      const balances = next.points.map(({ yMinor }) => yMinor);
      amounts = valueTicks(Math.min(...balances), Math.max(...balances), GRID_LINES);
      y.min = amounts.min;
      y.max = amounts.max;
      chart.update('none');
    },
    point(index) {
      if (index === pointed) return;
      pointed = index;
      chart.draw();
    },
    indexAt(pixel) {
      const at = chart.scales.x?.getValueForPixel(pixel) ?? view.to;
      return lastAtOrBefore(view.points, at);
    },
    destroy() {
      stopListening();
      chart.destroy();
    },
  };
}

/** Binary search over ascending points; the first one when all are later. */
export function lastAtOrBefore(points: readonly Point[], at: number): number {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const point = points[middle];
    if (point && point.x <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
