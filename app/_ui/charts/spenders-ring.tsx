'use client';
/** The spenders as a ring. It says the same as the ranked list beside it and takes no pointer. */
import { ArcElement, Chart, type ChartOptions } from 'chart.js';
import { useMemo, useState } from 'react';
import { Doughnut } from 'react-chartjs-2';
import { useColours } from './use-colours.ts';

Chart.register(ArcElement);

const MOTION_MS = 200;

/** `amounts` in ranked order, at most five, and what is left. */
export default function SpendersRing({
  amounts,
  other,
  name,
}: {
  amounts: readonly number[];
  other: number;
  name: string;
}) {
  const colours = useColours();
  const [options] = useState(ringOptions);
  const data = useMemo(() => {
    const ranks = [1, 2, 3, 4, 5].map((rank) => colours[`rank-${rank as 1 | 2 | 3 | 4 | 5}`]);
    const ring = {
      label: 'spenders',
      data: [...amounts, other],
      backgroundColor: [...ranks.slice(0, amounts.length), colours['rank-other']],
      borderColor: colours.raised,
      borderWidth: 2,
      borderRadius: 2,
    };
    return { datasets: [ring] };
  }, [amounts, other, colours]);
  return <Doughnut data={data} options={options} role="img" aria-label={name} />;
}

const ringOptions = (): ChartOptions<'doughnut'> => ({
  animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? false : { duration: MOTION_MS },
  // A ring of 18% of the radius.
  cutout: '82%',
  events: [],
  responsive: true,
  maintainAspectRatio: false,
});
