'use client';
import { Fragment, memo, type ReactNode, useMemo, useRef, useState } from 'react';
import { categoryName, plainCategory } from '#app/_words/category-name.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';
import { EntryRow } from '#app/(bank)/_entries/entry-row.tsx';
import { detailHref } from '#app/(bank)/transactions/_filters/address.ts';
import { NoteMark } from '#app/(bank)/transactions/_notes/note-mark.tsx';
import type { NoteOf } from '#app/(bank)/transactions/_notes/use-notes.ts';
import {
  isAmountFound,
  isFound,
  marked,
  type Sought,
  termsOf,
} from '#app/(bank)/transactions/_search/marks.tsx';
import type { EntryNote, EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Day } from './days.ts';
import { Glide } from './glide.tsx';
import { type Drawn, drawnDays, layOut } from './layout.ts';
import { placeOf } from './neighbours.ts';
import type { ListState } from './state.ts';
import { useListWindow, useSizes } from './use-list-window.ts';

/**
 * The rows by day; each day's name and net stay in sight while its rows pass. Only rows near the screen are drawn,
 * and the one that has the focus or is opened, wherever it is; each says its place among all of its day. Not drawn
 * anew for a letter that is typed, only for its answer.
 */
export const EntryDays = memo(function EntryDays({
  state,
  days,
  now,
  current,
  noteOf,
  onOpen,
}: {
  state: ListState;
  days: readonly Day[];
  now: number;
  current: number | null;
  noteOf: NoteOf;
  /** Always the same function. */
  onOpen: (entry: EntryView) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const sizes = useSizes();
  const layout = useMemo(
    () =>
      layOut(
        days.map(({ rows }) => rows.length),
        sizes,
      ),
    [days, sizes],
  );
  const range = useListWindow(list, layout, state.filter);
  const [focused, setFocused] = useState<number | null>(null);
  // The row of what was opened last, too: the focus goes back to it when that is closed.
  const [opened, setOpened] = useState(current);
  if (current !== null && current !== opened) setOpened(current);
  const kept = focused ?? opened;
  const place = kept === null ? null : placeOf(state.rows, kept);
  const drawn = drawnDays(layout, range, place === null ? null : place - 1);
  const last = drawn.at(-1);
  const below = last ? (layout.tops.at(-1) ?? 0) - (layout.tops[last.day + 1] ?? 0) : 0;
  const { filter, edits, fresh } = state;
  const terms = useMemo(() => termsOf(filter.q ?? '', edits), [filter.q, edits]);
  return (
    <Glide
      list={list}
      newest={state.rows[0]?.seq}
      answer={filter}
      style={space({ paddingBottom: below })}
      onFocus={({ target }) => setFocused(seqOf(target))}
      onBlur={({ relatedTarget }) => setFocused(seqOf(relatedTarget))}
    >
      {drawn.map(({ day: at, skipped, drawn: rows }) => {
        const day = days[at];
        if (!day) return null;
        return (
          <DaySection key={day.day} day={day} now={now} skipped={skipped} row={sizes.row} drawn={rows}>
            {(entry) => (
              <Row
                entry={entry}
                note={noteOf(entry)}
                filter={filter}
                terms={terms}
                fresh={fresh.includes(entry.seq)}
                current={entry.seq === current}
                onOpen={onOpen}
              />
            )}
          </DaySection>
        );
      })}
    </Glide>
  );
});

function DaySection({
  day: { day, rows, whole, netMinor },
  now,
  skipped,
  row: rowPx,
  drawn,
  children,
}: {
  day: Day;
  now: number;
  /** Height of what is not drawn before it. */
  skipped: number;
  row: number;
  drawn: Drawn;
  children: (entry: EntryView) => ReactNode;
}) {
  const format = useFormat();
  const words = useWords('transactions');
  return (
    <section aria-labelledby={`day-${day}`} style={space({ marginTop: skipped })} className="shrink-0">
      <div className="sticky top-[var(--list-top)] z-[5] flex h-10 items-center justify-between gap-3 bg-paper px-4 text-small text-ink-soft lg:px-6">
        <h2 id={`day-${day}`}>{format.day(rows[0]?.at ?? now, now)}</h2>
        {netMinor !== null && (
          <p className="figures">
            <span className="sr-only">{words.dayNet} </span>
            {format.signed(netMinor)}
          </p>
        )}
      </div>
      <ol className="card mb-2 flex flex-col overflow-clip !p-0">
        {drawn.rows.map(({ at, skipped: before }, place) => {
          const after = place === drawn.rows.length - 1 ? drawn.after : 0;
          const entry = rows[at];
          if (!entry) return null;
          return (
            <li
              key={entry.seq}
              data-seq={entry.seq}
              aria-posinset={at + 1}
              aria-setsize={whole ? rows.length : -1}
              style={space({ marginTop: before * rowPx, marginBottom: after * rowPx })}
              className="h-16 shrink-0 border-line not-first:border-t"
            >
              {/* What glides must not clip: browsers then count its move as a jump. */}
              <div className="h-full overflow-hidden">{children(entry)}</div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The page's policy takes no style attribute in the server's HTML, where nothing is left out. */
const space = (style: { marginTop?: number; marginBottom?: number; paddingBottom?: number }) =>
  Object.values(style).some((px) => px > 0) ? style : undefined;

const seqOf = (target: EventTarget | null): number | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
  return row ? Number(row.dataset.seq) : null;
};

const Row = memo(function Row({
  entry,
  note,
  filter,
  terms,
  fresh,
  current,
  onOpen,
}: {
  entry: EntryView;
  note: EntryNote | undefined;
  filter: Filter;
  terms: readonly Sought[];
  fresh: boolean;
  current: boolean;
  onOpen: (entry: EntryView) => void;
}) {
  const format = useFormat();
  const [frame, types] = [useWords('frame'), useWords('types')];
  const categories = useWords('categories');
  // Found by what a row does not show: then it shows that, so that one sees why it is here.
  const isMissing = (text: string) =>
    isFound(text, terms) && !isFound(`${entry.counterparty} ${entry.description}`, terms);
  const why = [
    ...(isMissing(plainCategory(entry.category)) ? [categoryName(entry.category, categories)] : []),
    ...(isMissing(plainCategory(entry.type)) ? [types[entry.type]] : []),
  ];
  // Both are searched for by their English names: what one is called here is then marked as a whole.
  const said = [
    ...why.map((text) => (
      <Fragment key={text}>{isFound(text, terms) ? marked(text, terms) : <mark>{text}</mark>} · </Fragment>
    )),
    <Fragment key="description">{marked(entry.description, terms)}</Fragment>,
  ];
  const noted = note !== undefined && (note.tags.length > 0 || isFound(note.text, terms));
  const needed = why.length > 0 || isFound(entry.description, terms);
  return (
    <EntryRow
      entry={entry}
      format={format}
      words={frame}
      href={detailHref(entry.account, entry.seq, filter)}
      when={format.time(entry.at)}
      name={marked(entry.counterparty, terms)}
      // A phone has no room for both: there, what the customer wrote says more, unless it was found by the other.
      description={noted ? <span className={needed ? undefined : 'max-sm:sr-only'}>· {said}</span> : said}
      aside={note && <NoteMark note={note} terms={terms} />}
      amountMarked={isAmountFound(entry.amountMinor, terms)}
      fresh={fresh}
      current={current}
      onOpen={onOpen}
    />
  );
});
