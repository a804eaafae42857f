/** Nothing found, and what can be done about it. */
export const EmptyState = ({
  title,
  hint,
  narrow = false,
}: {
  title: string;
  hint: string;
  /** Beside a column of its own, where lines are short. */
  narrow?: boolean;
}) => (
  <div className="px-4 py-16 text-center [text-wrap:balance]">
    <p className="text-large font-strong">{title}</p>
    <p className={narrow ? 'mx-auto mt-2 max-w-sm text-ink-soft' : 'mt-2 text-ink-soft'}>{hint}</p>
  </div>
);
