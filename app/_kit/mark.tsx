/** The bank's sign, apart from the icons: pages that have only this do not load those. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="shrink-0">
    <path className="fill-accent" d="M16 2 30 16 16 30 2 16z" />
    <path className="fill-on-accent" d="m16 9.5 6.5 6.5-6.5 6.5L9.5 16z" />
  </svg>
);
