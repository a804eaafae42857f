import { memo, type ReactNode, useMemo, useRef, useState } from 'react';
import { useFormat } from '#app/_words/context.tsx';
import { type RowKey, rowKey } from '#app/(bank)/_entries/row-address.ts';
import { termsOf } from '#app/(bank)/transactions/_search/marks.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { TABLE, useMedia } from '#app/(bank)/transactions/use-media.ts';
import type { EntryView, Row } from '#lib/ledger/schema.ts';
import { type Place, placeOf } from '#lib/search/place.ts';
import { AnimatedList } from './animated-list.tsx';
import type { DrawnDay } from './layout.ts';
import { ListRow } from './list-row.tsx';
import { PendingRows } from './pending-rows.tsx';
import { type Day, positionOf } from './rows.ts';
import { SelectBox } from './select-box.tsx';
import type { ListState } from './state.ts';
import { useListWindow } from './use-list-window.ts';
import type { Selection } from './use-selection.ts';
import type { List } from './use-transactions.ts';

/**
 * What is pending, and the rows by day. Of those only rows near the screen are drawn, and the one that has the focus or is
 * opened, wherever it is.
 * Nothing is drawn anew for a letter that is typed, only for its answer.
 */
export const EntryDays = memo(function EntryDays({
  state,
  accountParam,
  accountNames,
  days,
  now,
  current,
  noteOf,
  chosen,
  onChoose,
  onOpen,
}: {
  state: ListState;
  accountParam: string | null;
  /** By id, where rows of several stand together; the first account goes without saying. */
  accountNames: ReadonlyMap<string, string>;
  days: readonly Day[];
  now: number;
  current: RowKey | null;
  noteOf: List['noteOf'];
  chosen: Selection['places'];
  onChoose: Selection['toggle'];
  /** Always the same function. */
  onOpen: (row: Row) => void;
}) {
  const { filter, asked, edits, fresh, rows } = state;
  const pending = state.pendingBefore ?? state.pending;
  const wide = useMedia(TABLE);
  const list = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<Place | null>(null);
  // The row of what was opened last, too: the focus goes back to it when that is closed.
  const [opened, setOpened] = useState(current);
  if (current !== null && current !== opened) setOpened(current);
  const { drawn, below, rowPx } = useListWindow(list, days, filter, positionOf(rows, focused ?? opened));
  const terms = useMemo(() => termsOf(asked.q ?? '', edits), [asked.q, edits]);
  const lookOf = (row: Row) => ({
    ...{ filter, accountParam, wide, terms, onOpen },
    accountName: accountNames.get(row.account),
    fresh: fresh.includes(rowKey(row)),
    current: rowKey(row) === current,
  });
  return (
    <AnimatedList
      list={list}
      above={<PendingRows rows={pending} now={now} lookOf={lookOf} />}
      newest={[...pending, ...rows.slice(0, 1)].map(rowKey).join()}
      answer={filter}
      style={space({ paddingBottom: below })}
      onFocus={({ target }) => setFocused(placeAt(target))}
      onBlur={({ relatedTarget }) => setFocused(placeAt(relatedTarget))}
    >
      {drawn.map((part) => {
        const day = days[part.day];
        return (
          day && (
            <DaySection key={day.day} day={day} part={part} rowPx={rowPx} now={now}>
              {(entry) => (
                <>
                  {wide && (
                    <SelectBox entry={entry} checked={chosen.has(placeOf(entry))} onChoose={onChoose} />
                  )}
                  <ListRow entry={entry} note={noteOf(entry)} {...lookOf(entry)} />
                </>
              )}
            </DaySection>
          )
        );
      })}
    </AnimatedList>
  );
});

/** A day's name and net, which stay in sight while its rows pass, and its drawn rows, each with its position in the day. */
function DaySection({
  day: { day, rows, whole, netMinor },
  part: { skipped, drawn },
  rowPx,
  now,
  children,
}: {
  day: Day;
  part: DrawnDay;
  rowPx: number;
  now: number;
  children: (entry: EntryView) => ReactNode;
}) {
  const format = useFormat();
  const words = useListWords().transactions;
  return (
    <section aria-labelledby={`day-${day}`} style={space({ marginTop: skipped })} className="shrink-0">
      <div className="sticky top-[var(--days-top,var(--list-top))] z-[5] flex h-10 items-center justify-between gap-3 bg-paper px-4 text-small text-ink-soft lg:px-6">
        <h2 id={`day-${day}`}>{format.day(rows[0]?.at ?? now, now)}</h2>
        {netMinor !== null && (
          // Where rows are those of a table, below its amounts.
          <p className="figures xl:mr-[5.8125rem]">
            <span className="sr-only">{words.dayNet} </span>
            {format.signed(netMinor)}
          </p>
        )}
      </div>
      <ol className="card mb-2 flex flex-col overflow-clip !p-0">
        {drawn.rows.map(({ at, skipped: before }, index) => {
          const after = index === drawn.rows.length - 1 ? drawn.after : 0;
          const entry = rows[at];
          if (!entry) return null;
          return (
            <li
              key={placeOf(entry)}
              data-account={entry.account}
              data-seq={entry.seq}
              aria-posinset={at + 1}
              aria-setsize={whole ? rows.length : -1}
              style={space({ marginTop: before * rowPx, marginBottom: after * rowPx })}
              className="relative h-16 shrink-0 border-line not-first:border-t xl:h-11"
            >
              {/* What is animated must not clip: browsers then count its move as a jump. */}
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

const placeAt = (target: EventTarget | null): Place | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
  return row ? `${row.dataset.account}.${row.dataset.seq}` : null;
};
