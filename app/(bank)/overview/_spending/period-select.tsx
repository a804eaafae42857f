import { useFormat } from '#app/_words/context.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { Period } from '#app/(bank)/overview/state.ts';

/** A bank month, newest first, or all of time. */
export function PeriodSelect({
  label,
  periods,
  value,
  onChange,
}: {
  label: string;
  periods: readonly string[];
  value: Period;
  onChange: (period: Period) => void;
}) {
  const format = useFormat();
  const words = useWords();
  return (
    <label className="-mr-2 ml-auto">
      <span className="sr-only">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
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
  );
}
