'use client';
/** The spenders as a ring. It says the same as the ranked list beside it and takes no pointer. */
import { ArcElement, Chart, DoughnutController } from 'chart.js';
import { onSchemeChange, readToken } from './colours.ts';

Chart.register(DoughnutController, ArcElement);

/** A ring of 18% of the radius. */
const CUTOUT = '82%';
const MOTION_MS = 200;
const RANKS = ['rank-1', 'rank-2', 'rank-3', 'rank-4', 'rank-5'];

export type Donut = {
  /** `amounts` in ranked order, at most five, and what is left. */
  show(amounts: readonly number[], other: number): void;
  destroy(): void;
};

export function makeDonut(canvas: HTMLCanvasElement): Donut {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const chart = new Chart(canvas, {
    type: 'doughnut',
    data: { datasets: [{ data: [] as number[], borderWidth: 2, borderRadius: 2 }] },
    options: {
      animation: still ? false : { duration: MOTION_MS },
      cutout: CUTOUT,
      events: [],
      responsive: true,
      maintainAspectRatio: false,
    },
  });
  let shown: { amounts: readonly number[]; other: number } = { amounts: [], other: 0 };

  function draw() {
    const [ring] = chart.data.datasets;
    if (!ring) return;
    ring.data = [...shown.amounts, shown.other];
    ring.backgroundColor = [...RANKS.slice(0, shown.amounts.length).map(readToken), readToken('rank-other')];
    ring.borderColor = readToken('raised');
    chart.update();
  }

  const stopListening = onSchemeChange(draw);
  return {
    show(amounts, other) {
      shown = { amounts, other };
      draw();
    },
    destroy() {
      stopListening();
      chart.destroy();
    },
  };
}
