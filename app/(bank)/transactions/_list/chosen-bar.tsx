import { useRef, useState } from 'react';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { DetailProps } from '#app/(bank)/transactions/_detail/detail.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { placeOf } from '#lib/search/place.ts';
import { usePageKey } from './keys.ts';
import { sumOf } from './rows.ts';
import { ChosenTags } from './sheets.tsx';
import { rowOf } from './use-scroll-position.ts';
import { MAX_CHOSEN, type Selection } from './use-selection.ts';
import type { List } from './use-transactions.ts';

/** What can be done with the chosen rows, in place of the totals. */
export function ChosenBar({
  selection,
  list,
  accounts,
}: {
  selection: Selection;
  list: List;
  accounts: DetailProps['accounts'];
}) {
  const format = useFormat();
  const words = useListWords().transactions;
  const [tagging, setTagging] = useState(false);
  /** What was added last, and to which choice. */
  const [tagged, setTagged] = useState<{ tag: string; places: Selection['places'] } | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const chosen = selection.chosen();
  async function save() {
    const { saveChosen } = await import('#app/(bank)/transactions/_export/chosen-file.ts');
    saveChosen(
      chosen.map((entry) => ({ ...entry, note: list.noteOf(entry) })),
      accounts,
      format.dayOf(Date.now()),
      format.timeZone,
    );
  }
  /** The focus does not go with the bar: the first of the rows has it. */
  function clear() {
    const [first] = chosen;
    if (first && bar.current?.contains(document.activeElement)) {
      const row = rowOf(placeOf(first)) ?? document.querySelector('[data-seq]');
      row?.querySelector('a')?.focus({ preventScroll: true });
    }
    selection.clear();
  }
  usePageKey('Escape', clear);
  return (
    <div
      data-choosing
      ref={bar}
      // Their outlines within them: the search stands right above, and would cover a part.
      className="sticky top-[var(--list-top)] z-[6] flex min-h-11 items-center gap-2 bg-paper pl-4 text-small lg:pl-6 [&>button]:-outline-offset-2"
    >
      <p role="status" className="figures grow">
        {plural(format.locale, words.chosen, chosen.length)} · {format.signed(sumOf(chosen))}
        {chosen.length >= MAX_CHOSEN && ` · ${words.chosenMost}`}
        {tagged?.places === selection.places &&
          ` · ${plural(format.locale, words.tagged, chosen.length, { tag: tagged.tag })}`}
      </p>
      <button type="button" className="text-link min-h-11 px-2" onClick={() => setTagging(true)}>
        {words.tagChosen}
      </button>
      <button type="button" className="text-link min-h-11 px-2" onClick={save}>
        {words.saveChosen}
      </button>
      <button type="button" className="text-link min-h-11 px-2" onClick={clear}>
        {words.chooseNone}
      </button>
      {tagging && (
        <ChosenTags
          chosen={chosen}
          list={list}
          onAdded={(tag) => setTagged({ tag, places: selection.places })}
          onClose={() => setTagging(false)}
        />
      )}
    </div>
  );
}
