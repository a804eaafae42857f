import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { placeOf } from '#lib/search/place.ts';
import type { Selection } from './use-selection.ts';

/** Chooses a row of the table; with Shift, all from the one chosen last. */
export function SelectBox({
  entry,
  checked,
  onChoose,
}: {
  entry: EntryView;
  checked: boolean;
  onChoose: Selection['toggle'];
}) {
  const format = useFormat();
  const words = useListWords().transactions;
  const name = fill(words.choose, {
    name: format.booked(entry.counterparty),
    amount: format.signed(entry.amountMinor),
  });
  return (
    <label
      data-choice
      className="absolute inset-y-0 left-0 z-[1] flex w-11 cursor-pointer items-center justify-center select-none print:hidden"
    >
      <input
        type="checkbox"
        aria-label={name}
        checked={checked}
        onChange={({ nativeEvent }) =>
          onChoose(placeOf(entry), nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
        }
        className="size-4 accent-ink"
      />
    </label>
  );
}
