/** The balance as a plain drawing: Chart.js would be one more thing to keep for a page that nobody hopes to see. */
type Point = { x: number; yMinor: number };

const WIDTH = 1000;
const HEIGHT = 300;

/** A balance holds until the next booking: steps, from the first point to `to`. */
function path(points: readonly Point[], to: number): string {
  const from = points[0]?.x ?? 0;
  const balances = points.map(({ yMinor }) => yMinor);
  const low = Math.min(...balances);
  const span = Math.max(...balances) - low || 1;
  const left = (x: number) => Math.round(((x - from) / Math.max(1, to - from)) * WIDTH);
  const top = (minor: number) => Math.round(HEIGHT - ((minor - low) / span) * HEIGHT);
  return points
    .map(({ x, yMinor }, at) => (at === 0 ? `M0 ${top(yMinor)}` : `H${left(x)}V${top(yMinor)}`))
    .concat(`H${WIDTH}`)
    .join('');
}

export const KeptLine = ({ points, to, name }: { points: readonly Point[]; to: number; name: string }) => (
  <svg
    role="img"
    aria-label={name}
    viewBox={`0 -10 ${WIDTH} ${HEIGHT + 20}`}
    preserveAspectRatio="none"
    className="my-3 block h-32 w-full text-accent lg:h-48"
  >
    <path
      d={path(points, to)}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
    />
  </svg>
);
