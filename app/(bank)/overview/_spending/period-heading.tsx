import type { Choice } from '#app/_client/use-choice.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { Period } from '#app/(bank)/overview/overview-state.ts';

/** A card's heading beside the choice of its period: a bank month, newest first, or all of time. */
export function PeriodHeading({
  id,
  title,
  label,
  periods,
  choice: { wanted, choose },
}: {
  id: string;
  title: string;
  /** Of the choice. */
  label: string;
  /** Months as `yyyy-mm`. */
  periods: readonly string[];
  choice: Choice<Period>;
}) {
  const format = useFormat();
  const words = useWords();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-2">
      <h2 id={id} className="font-strong">
        {title}
      </h2>
      <label className="-mr-2 ml-auto">
        <span className="sr-only">{label}</span>
        <select
          value={wanted}
          onChange={(event) => choose(event.target.value)}
          className="min-h-11 rounded-field bg-raised px-2 text-right text-ink-soft lg:text-small"
        >
          {periods.map((month) => (
            <option key={month} value={month}>
              {format.shortMonth(month)}
            </option>
          ))}
          <option value="all">{words.allTime}</option>
        </select>
      </label>
    </div>
  );
}
