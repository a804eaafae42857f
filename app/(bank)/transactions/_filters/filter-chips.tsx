import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Filter } from '#lib/search/filter.ts';
import { listHref } from './address.ts';
import { type Condition, conditionsOf, type Wording } from './fields.ts';

/** What else than words narrows the list, each with a way to take it off. */
export function FilterChips({
  filter,
  account,
  now,
  onChange,
}: {
  filter: Filter;
  account: string | null;
  now: number;
  onChange: (filter: Filter) => void;
}) {
  const conditions = useConditions(filter, now);
  const words = useListWords().transactions;
  if (conditions.length === 0) return null;
  return (
    <ul className="mt-1 mb-1 flex flex-wrap gap-2 print:hidden" aria-label={words.filters}>
      {conditions.map(({ label, without }) => (
        <li key={label}>
          <a
            href={listHref(account, without)}
            aria-label={fill(words.removeFilter, { filter: label })}
            onClick={(event) => {
              event.preventDefault();
              onChange(without);
            }}
            className="flex min-h-11 items-center gap-2 rounded-full border border-edge bg-raised px-4 hover:bg-sunken"
          >
            {label}
            <span aria-hidden="true" className="text-ink-soft">
              ✕
            </span>
          </a>
        </li>
      ))}
      {conditions.length > 1 && (
        <li>
          <a
            href={listHref(account, {})}
            onClick={(event) => {
              event.preventDefault();
              onChange({});
            }}
            className="text-link flex min-h-11 items-center px-2"
          >
            {words.clearAll}
          </a>
        </li>
      )}
    </ul>
  );
}

export const useConditions = (filter: Filter, now: number): Condition[] =>
  conditionsOf(filter, useWording(now));

export const useWording = (now: number): Wording => ({
  format: useFormat(),
  words: useListWords(),
  now,
});
