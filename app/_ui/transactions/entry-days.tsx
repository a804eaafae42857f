'use client';
import { EntryRow } from '#app/_ui/entry-row.tsx';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import type { Filter } from '#lib/transactions/filter.ts';
import type { EntryNote, EntryView } from '#lib/transactions/schema.ts';
import { detailHref } from './address.ts';
import { isAmountFound, isFound, marked, termsOf } from './marks.tsx';
import { NoteMark } from './note-mark.tsx';
import { byDay, type ListState } from './state.ts';
import type { NoteOf } from './use-notes.ts';

/** The rows by day; each day's name and net stay in sight while its rows pass. */
export function EntryDays({
  state,
  now,
  current,
  noteOf,
  onOpen,
}: {
  state: ListState;
  now: number;
  current: number | null;
  noteOf: NoteOf;
  onOpen: (entry: EntryView) => void;
}) {
  const format = useFormat();
  const words = useWords('transactions');
  return byDay(state, format.timeZone).map(({ day, rows, netMinor }) => (
    <section key={day} aria-labelledby={`day-${day}`}>
      <div className="sticky top-[var(--list-top)] z-[5] flex min-h-10 items-center justify-between gap-3 bg-paper px-4 text-small text-ink-soft lg:px-6">
        <h2 id={`day-${day}`}>{format.day(rows[0]?.at ?? now, now)}</h2>
        {netMinor !== null && (
          <p className="figures">
            <span className="sr-only">{words.dayNet} </span>
            {format.signed(netMinor)}
          </p>
        )}
      </div>
      <ol className="card mb-2 overflow-clip !p-0">
        {rows.map((entry) => (
          <li
            key={entry.seq}
            data-seq={entry.seq}
            className="border-line [contain-intrinsic-size:auto_4rem] [content-visibility:auto] not-first:border-t"
          >
            <Row
              entry={entry}
              note={noteOf(entry)}
              filter={state.filter}
              edits={state.edits}
              fresh={state.fresh.includes(entry.seq)}
              current={entry.seq === current}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ol>
    </section>
  ));
}

function Row({
  entry,
  note,
  filter,
  edits,
  fresh,
  current,
  onOpen,
}: {
  entry: EntryView;
  note: EntryNote | undefined;
  filter: Filter;
  edits: readonly number[];
  fresh: boolean;
  current: boolean;
  onOpen: (entry: EntryView) => void;
}) {
  const format = useFormat();
  const types = useWords('types');
  const terms = termsOf(filter.q ?? '', edits);
  const category = categoryName(entry.category);
  // Found by what a row does not show: then it shows that, so that one sees why it is here.
  const why = [category, types[entry.type]].filter(
    (text) => isFound(text, terms) && !isFound(`${entry.counterparty} ${entry.description}`, terms),
  );
  return (
    <EntryRow
      entry={entry}
      href={detailHref(entry.account, entry.seq, filter)}
      when={format.time(entry.at)}
      name={marked(entry.counterparty, terms)}
      description={marked([...why, entry.description].join(' · '), terms)}
      aside={note && <NoteMark note={note} terms={terms} />}
      amountMarked={isAmountFound(entry.amountMinor, terms)}
      fresh={fresh}
      current={current}
      onOpen={onOpen}
    />
  );
}

/** `eating_out` → `Eating out`. */
export const categoryName = (category: string): string => {
  const text = category.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
