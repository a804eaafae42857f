import type { ReactNode } from 'react';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Phrase } from '#lib/search/phrases.ts';
import { listHref } from './address.ts';
import { type Condition, conditionsOf, type Wording } from './fields.ts';

/** A filter of the list, and the way to another one. */
export type FilterProps = {
  filter: Filter;
  /** Words of its text that were read as fields. */
  phrases: readonly Phrase[];
  /** Null for all of the customer's accounts. */
  accountParam: string | null;
  /** The bank's clock, milliseconds. */
  now: number;
  onChange: (filter: Filter) => void;
};

/** The conditions of the filter besides its words, each with a way to take it off. */
export function FilterChips(props: FilterProps) {
  const conditions = useConditions(props);
  const words = useListWords().transactions;
  if (conditions.length === 0) return null;
  return (
    <ul className="mt-1 mb-1 flex flex-wrap gap-2 print:hidden" aria-label={words.filters}>
      {conditions.map(({ label, without }) => (
        <li key={label}>
          <FilterLink
            {...props}
            to={without}
            label={fill(words.removeFilter, { filter: label })}
            className="flex min-h-11 items-center gap-2 rounded-full border border-edge bg-raised px-4 hover:bg-sunken"
          >
            {label}
            <span aria-hidden="true" className="text-ink-soft">
              ✕
            </span>
          </FilterLink>
        </li>
      ))}
      {conditions.length > 1 && (
        <li>
          <FilterLink {...props} to={{}} className="text-link flex min-h-11 items-center px-2">
            {words.clearAll}
          </FilterLink>
        </li>
      )}
    </ul>
  );
}

/** The button that opens all of the filter. */
export const FILTER = 'filter';

/** What is taken off by the keyboard leaves the focus with the whole filter, not with nothing. */
const leaveFocus = (link: HTMLElement | null) => () => {
  if (link?.matches(':focus-visible')) document.getElementById(FILTER)?.focus();
};

/** To the list under another filter: in place, and by its address until scripts have arrived. */
export const FilterLink = ({
  to,
  accountParam,
  onChange,
  label,
  className,
  children,
}: Pick<FilterProps, 'accountParam' | 'onChange'> & {
  to: Filter;
  label?: string;
  className: string;
  children: ReactNode;
}) => (
  <a
    ref={leaveFocus}
    href={listHref(accountParam, to)}
    aria-label={label}
    onClick={(event) => {
      event.preventDefault();
      onChange(to);
    }}
    className={className}
  >
    {children}
  </a>
);

export const useConditions = ({
  filter,
  phrases,
  now,
}: Pick<FilterProps, 'filter' | 'phrases' | 'now'>): Condition[] =>
  conditionsOf(filter, useWording(now), phrases);

export const useWording = (now: number): Wording => ({
  format: useFormat(),
  words: useListWords(),
  now,
});
