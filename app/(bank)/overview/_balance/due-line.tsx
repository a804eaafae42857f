import Link from 'next/link';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { Toolbar } from '#app/(bank)/overview/_overview/toolbar.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { Scope } from '#app/(bank)/overview/overview-state.ts';
import { type Due, dueMinor } from '#lib/finance/due.ts';
import { DAY, startOfDay } from '#lib/time.ts';

/** Days ahead that a weekday names alone. */
const SOON_DAYS = 6;

/** What is still to be paid before the next income, in one line that opens the payments. */
export function DueLine({ due, scope: { today, hrefOf } }: { due: Due; scope: Scope }) {
  const format = useFormat();
  const words = useWords();
  const at = (day: string) => startOfDay(day, format.timeZone);
  const isSoon = (day: string) => at(day) - at(today) < (SOON_DAYS + 1) * DAY;
  const date = (day: string) =>
    day < today ? fill(words.late, { date: format.short(at(day)) }) : format.short(at(day));
  return (
    <details
      className="group relative -mx-2 mt-1 -mb-2"
      data-testid="due"
      onKeyDown={({ key, currentTarget: details }) => {
        if (key !== 'Escape' || !details.open) return;
        details.open = false;
        details.querySelector('summary')?.focus();
      }}
    >
      <summary className="flex min-h-11 items-center gap-1.5 rounded-field px-2 text-small tabular-nums hover:bg-sunken">
        {fill(words.due, {
          day: isSoon(due.payday) ? format.weekday(at(due.payday)) : format.short(at(due.payday)),
          amount: format.money(dueMinor(due)),
          count: format.count(due.payments.length),
        })}
        <span aria-hidden="true" className="text-ink-soft group-open:rotate-180">
          ▾
        </span>
      </summary>
      <Toolbar label={words.dueList}>
        {/* On a desktop over what is below: the chart beside it is as high as this column. */}
        <ul className="mt-1 border-t border-line lg:absolute lg:inset-x-0 lg:z-10 lg:max-h-72 lg:overflow-y-auto lg:rounded-card lg:border lg:border-edge lg:bg-raised lg:p-1">
          {due.payments.map(({ counterparty, day, amountMinor }) => (
            <li key={`${counterparty} ${day} ${amountMinor}`}>
              <Link
                href={hrefOf({ counterparty })}
                prefetch={false}
                className="flex min-h-11 items-center gap-2 rounded-field px-2 text-small outline-offset-[-2px] hover:bg-sunken"
              >
                <span className="truncate">{format.booked(counterparty)}</span>
                <span className="shrink-0 text-ink-soft">{date(day)}</span>
                <span className="figures ml-auto">{format.money(amountMinor)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Toolbar>
    </details>
  );
}
