/** Counts of two groups as bars, longest first in each. It says the same as the lists beside it and takes no pointer. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart as ChartJs,
  type ChartOptions,
  LinearScale,
} from 'chart.js';
import { useMemo } from 'react';
import { Chart } from 'react-chartjs-2';
import { type Colours, useColours } from './colours.ts';

ChartJs.register(BarController, BarElement, CategoryScale, LinearScale);

const LABEL = { size: 12 };
const MAX_TICKS = 4;

export default function CountBars({
  rows,
  name,
}: {
  rows: readonly { group: 'role' | 'kind'; name: string; count: number }[];
  name: string;
}) {
  const colours = useColours();
  const options = useMemo(() => optionsOf(colours), [colours]);
  const data = useMemo(
    () => ({
      labels: rows.map((row) => row.name),
      datasets: [
        {
          label: name,
          data: rows.map(({ count }) => count),
          backgroundColor: rows.map(({ group }) => colours[group === 'role' ? 'rank-2' : 'rank-4']),
          borderRadius: 3,
          maxBarThickness: 18,
        },
      ],
    }),
    [rows, name, colours],
  );
  return (
    <Chart
      type="bar"
      data={data}
      options={options}
      className="absolute inset-0"
      role="img"
      aria-label={name}
    />
  );
}

const optionsOf = (colours: Colours): ChartOptions<'bar'> => ({
  indexAxis: 'y',
  animation: false,
  events: [],
  responsive: true,
  maintainAspectRatio: false,
  font: { family: getComputedStyle(document.body).fontFamily },
  scales: {
    x: {
      type: 'linear',
      beginAtZero: true,
      border: { display: false },
      grid: { drawTicks: false, color: colours.line },
      ticks: { color: colours['ink-soft'], precision: 0, maxTicksLimit: MAX_TICKS, font: LABEL },
    },
    y: {
      type: 'category',
      border: { display: false },
      grid: { display: false },
      ticks: { color: colours.ink, autoSkip: false, font: LABEL },
    },
  },
});
