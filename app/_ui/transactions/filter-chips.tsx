'use client';
import type { Format } from '#app/_ui/format.ts';
import { fill } from '#app/_ui/messages/catalogue.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import { DAY, startOfDay } from '#lib/time.ts';
import type { Filter } from '#lib/transactions/filter.ts';
import { listHref } from './address.ts';
import { categoryName } from './entry-days.tsx';

type Chip = { label: string; without: Filter };

/** What else than words narrows the list, each with a way to take it off. */
export function FilterChips({
  filter,
  account,
  onChange,
}: {
  filter: Filter;
  account: string | null;
  onChange: (filter: Filter) => void;
}) {
  const chips = useChips(filter);
  const words = useWords('transactions');
  if (chips.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-2" aria-label={words.filters}>
      {chips.map(({ label, without }) => (
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
    </ul>
  );
}

function useChips(filter: Filter): Chip[] {
  const format = useFormat();
  const words = useWords('transactions');
  const types = useWords('types');
  const chips: Chip[] = [];
  if (filter.counterparty) {
    chips.push({ label: filter.counterparty, without: { ...filter, counterparty: undefined } });
  }
  if (filter.category) {
    chips.push({ label: categoryName(filter.category), without: { ...filter, category: undefined } });
  }
  if (filter.from || filter.to) {
    chips.push({
      label: period(filter, format, words),
      without: { ...filter, from: undefined, to: undefined },
    });
  }
  if (filter.direction) {
    const label = filter.direction === 'in' ? words.moneyIn : words.moneyOut;
    chips.push({ label, without: { ...filter, direction: undefined } });
  }
  if (filter.type) chips.push({ label: types[filter.type], without: { ...filter, type: undefined } });
  if (filter.min) {
    chips.push({
      label: fill(words.atLeast, { amount: filter.min }),
      without: { ...filter, min: undefined },
    });
  }
  if (filter.max) {
    chips.push({ label: fill(words.atMost, { amount: filter.max }), without: { ...filter, max: undefined } });
  }
  return chips;
}

/** A whole month by its name, else from … to. */
function period(
  { from, to }: Filter,
  format: Format,
  words: { since: string; until: string; between: string },
): string {
  const month = from?.slice(0, 7);
  if (from && to && from.endsWith('-01') && month === to.slice(0, 7) && isLastOfMonth(to)) {
    return format.month(month ?? '');
  }
  const name = (day: string) => format.shortWithYear(startOfDay(day, format.timeZone));
  if (from && to) return from === to ? name(from) : fill(words.between, { from: name(from), to: name(to) });
  return from ? fill(words.since, { from: name(from) }) : fill(words.until, { to: name(to ?? '') });
}

const isLastOfMonth = (day: string): boolean =>
  new Date(Date.parse(`${day}T12:00:00Z`) + DAY).getUTCDate() === 1;
