import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Saving } from './use-export.ts';

/** How much of a file is here, and the way to stop it. */
export function SavingProgress({
  saving: { format: as, progress },
  count,
  onCancel,
}: {
  saving: Extract<Saving, { is: 'running' }>;
  /** Rows in all, when that is known. */
  count: number | null;
  onCancel: () => void;
}) {
  const format = useFormat();
  const words = useListWords().exports;
  return (
    <div className="flex items-center gap-3">
      <div className="grow">
        <progress
          className="progress block h-2 w-full"
          aria-label={words[as]}
          {...(count ? { value: Math.min(progress.rows, count), max: count } : {})}
        />
        <p className="figures mt-1 text-small text-ink-soft">
          {fill(count ? words.saving : words.savingUnknown, {
            rows: format.count(progress.rows),
            count: format.count(count ?? 0),
            size: format.size(progress.bytes),
          })}
        </p>
      </div>
      <button type="button" className="button shrink-0" onClick={onCancel}>
        {words.cancel}
      </button>
    </div>
  );
}
