/**
 * A ring of slices, drawn without a library: it is in the server's HTML, and weighs next to nothing where the doughnut
 * of a chart library would be the larger half of it. It says the same as the ranked names beside it.
 */

/** A ring of 18% of the radius. */
const WIDTH = 18;
const RADIUS = 100 - WIDTH / 2;
const ROUND = 2 * Math.PI * RADIUS;
/** Between two slices, in the same units. */
const GAP = 2;

/** Written out, so that Tailwind finds each of them; the same order as the bars. */
const SLICES = ['stroke-rank-1', 'stroke-rank-2', 'stroke-rank-3', 'stroke-rank-4', 'stroke-rank-5'] as const;
const OTHER = 'stroke-rank-other';

/** `amounts` in ranked order, at most five, and what is left. */
export function Ring({ amounts, other, name }: { amounts: readonly number[]; other: number; name: string }) {
  const all = [...amounts, ...(other > 0 ? [other] : [])];
  const total = all.reduce((sum, amount) => sum + amount, 0);
  let before = 0;
  const slices = all.map((amount, index) => {
    const [start, length] = [(before / total) * ROUND, (amount / total) * ROUND];
    before += amount;
    const look = (index < amounts.length && SLICES[index]) || OTHER;
    return { start, length: all.length > 1 ? Math.max(length - GAP, 1) : length, look };
  });
  return (
    <svg viewBox="-100 -100 200 200" className="size-full" role="img" aria-label={name}>
      <g transform="rotate(-90)" fill="none" strokeWidth={WIDTH}>
        {slices.map(({ start, length, look }) => (
          <circle
            key={start}
            r={RADIUS}
            className={look}
            strokeDasharray={`${length.toFixed(2)} ${(ROUND - length).toFixed(2)}`}
            strokeDashoffset={(-start).toFixed(2)}
          />
        ))}
      </g>
    </svg>
  );
}
