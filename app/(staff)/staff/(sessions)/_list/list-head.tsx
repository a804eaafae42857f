import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';

type Props = {
  total: number;
  /** New ones that wait while somebody is in the list. */
  waiting: number;
  onShow: () => void;
  choosable: readonly FoundSession[];
  allChosen: boolean;
  onChoose: (sids: readonly string[], on: boolean) => void;
  onRefresh: () => void;
};

/** How many there are, of when, and one tick for all that may be chosen. */
export function ListHead({ total, waiting, onShow, choosable, allChosen, onChoose, onRefresh }: Props) {
  const { words, now } = useConsole();
  const format = useFormat();
  const [before = '', after = ''] = words.asOf.split('{time}');
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-1 lg:px-0">
      <p role="status" data-testid="found" data-total={total} className="font-strong">
        {plural(format.locale, words.found, total)}
      </p>
      <p className="text-small text-ink-soft">
        {before}
        <time dateTime={new Date(now).toISOString()} className="figures">
          {format.timeWithSeconds(now)}
        </time>
        {after}
        <button
          type="button"
          onClick={onRefresh}
          className="text-link ml-2 inline-flex min-h-11 items-center"
        >
          {words.refresh}
        </button>
      </p>
      {waiting > 0 && (
        <button
          type="button"
          data-testid="waiting"
          onClick={onShow}
          className="button min-h-9 border-transparent bg-tint py-1 text-small"
        >
          {plural(format.locale, words.waiting, waiting)}
        </button>
      )}
      {choosable.length > 0 && (
        <label className="ml-auto flex min-h-11 items-center gap-2 text-small">
          <input
            type="checkbox"
            className="size-5"
            checked={allChosen}
            onChange={({ target }) =>
              onChoose(
                choosable.map(({ sid }) => sid),
                target.checked,
              )
            }
          />
          {words.chooseAll}
        </label>
      )}
    </div>
  );
}
