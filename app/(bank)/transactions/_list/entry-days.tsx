import { memo, useMemo, useRef, useState } from 'react';
import type { NoteOf } from '#app/(bank)/transactions/_notes/use-notes.ts';
import { termsOf } from '#app/(bank)/transactions/_search/marks.tsx';
import type { EntryView } from '#lib/ledger/schema.ts';
import { AnimatedList } from './animated-list.tsx';
import { DaySection, space } from './day-section.tsx';
import type { Day } from './days.ts';
import { drawnDays, layOut } from './layout.ts';
import { ListRow } from './list-row.tsx';
import { positionOf } from './neighbours.ts';
import type { ListState } from './state.ts';
import { useListWindow, useSizes } from './use-list-window.ts';

/**
 * The rows by day; each day's name and net stay in sight while its rows pass. Only rows near the screen are drawn,
 * and the one that has the focus or is opened, wherever it is; each says its position among all of its day. Not drawn
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
  const always = focused ?? opened;
  const position = always === null ? null : positionOf(state.rows, always);
  const drawn = drawnDays(layout, range, position === null ? null : position - 1);
  const last = drawn.at(-1);
  const below = last ? (layout.tops.at(-1) ?? 0) - (layout.tops[last.day + 1] ?? 0) : 0;
  const { filter, edits, fresh } = state;
  const terms = useMemo(() => termsOf(filter.q ?? '', edits), [filter.q, edits]);
  return (
    <AnimatedList
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
              <ListRow
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
    </AnimatedList>
  );
});

const seqOf = (target: EventTarget | null): number | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
  return row ? Number(row.dataset.seq) : null;
};
