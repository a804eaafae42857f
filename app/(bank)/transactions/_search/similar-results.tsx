import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { ListState } from '#app/(bank)/transactions/_list/state.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { matchesFilter } from '#lib/search/matches.ts';

/** Rows that came since the answer are the first; before them nothing was written as it was typed. */
const LOOKED_AT = 50;

/** Says that what is listed is not what was typed but near it. */
export function SimilarResults({ state: { rows, filter, edits } }: { state: ListState }) {
  const { timeZone } = useFormat();
  const words = useListWords().transactions;
  if (!edits.some((count) => count > 0)) return null;
  if (rows.slice(0, LOOKED_AT).some((entry) => matchesFilter(entry, filter, timeZone))) return null;
  return (
    <p className="px-4 pb-2 text-small text-ink-soft lg:px-6">
      {fill(words.similar, { query: filter.q?.trim() ?? '' })}
    </p>
  );
}
