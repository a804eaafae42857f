import { UpIcon } from '#app/_kit/icons.tsx';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';

/** How many new rows wait above while one reads further down; leads to them. */
export function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  const format = useFormat();
  const words = useListWords().transactions;
  if (count === 0) return null;
  return (
    <p className="pointer-events-none sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 flex justify-center lg:bottom-6 print:hidden">
      <button
        type="button"
        className="button pointer-events-auto !rounded-full"
        aria-label={plural(format.locale, words.newRowsLabel, count)}
        onClick={onShow}
      >
        <UpIcon /> {plural(format.locale, words.newRows, count)}
      </button>
    </p>
  );
}
