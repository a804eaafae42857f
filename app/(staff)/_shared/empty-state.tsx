/** Nothing found, and what can be done about it; `narrow` beside a column of its own, where lines are short. */
export const EmptyState = (words: { title: string; hint: string; narrow?: boolean }) => (
  <div className="px-4 py-16 text-center [text-wrap:balance]">
    <p className="text-large font-strong">{words.title}</p>
    <p className={words.narrow ? 'mx-auto mt-2 max-w-sm text-ink-soft' : 'mt-2 text-ink-soft'}>
      {words.hint}
    </p>
  </div>
);
