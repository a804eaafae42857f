import { bank } from '#app/_client/bank.ts';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat } from '#app/_words/context.tsx';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import { FilterLink, type FilterProps } from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import { type ListState, sumsKey } from '#app/(bank)/transactions/_list/state.ts';
import { useAnswer } from '#app/(bank)/transactions/use-answer.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { BESIDE, useMedia } from '#app/(bank)/transactions/use-media.ts';
import { withPhrases } from '#lib/search/phrases.ts';

/** After the rows and their totals. */
const AFTER_MS = 150;

/** Beside the list while no transaction is opened: what its matches come to by category, each a way to narrow it. */
export function CategoryPane({ state, ...filtering }: FilterProps & { state: ListState }) {
  const format = useFormat();
  const { transactions: words, categories } = useListWords();
  const { accountParam, filter, phrases } = filtering;
  const beside = useMedia(BESIDE);
  // After the count, and with it: a posting that matches changes the sums.
  const { asked, edits, counting } = state;
  const { search, key } = sumsKey(state, accountParam);
  const answered = useAnswer(beside && !counting ? key : null, AFTER_MS, (signal) =>
    bank.get('/api/transactions/categories', {
      query: { ...asked, account: accountParam ?? undefined, edits: edits.join() },
      signal,
    }),
  );
  // Those of another filter are not this one's, while its own are on their way.
  const sums = answered?.key.startsWith(search) ? answered : null;
  const items = sums?.answer.items ?? [];
  const most = Math.max(1, ...items.map(({ inMinor, outMinor }) => Math.abs(inMinor - outMinor)));
  return (
    <section aria-labelledby="sums" className="card min-h-40">
      <h2 id="sums" className="font-strong">
        {words.sums}
      </h2>
      <p className="mb-2 text-small text-ink-soft">
        {filterParams(filter).length > 0 ? words.sumsFound : words.sumsAll}
      </p>
      {sums && items.length === 0 && <p className="text-ink-soft">{words.sumsNone}</p>}
      <ul>
        {items.map(({ category, count, inMinor, outMinor }) => (
          <li key={category}>
            <FilterLink
              {...filtering}
              to={{ ...withPhrases(filter, phrases), category }}
              className="-mx-2 grid min-h-11 grid-cols-[1.75rem_minmax(0,1fr)_auto] items-center gap-x-2 rounded-field px-2 py-1 hover:bg-sunken"
            >
              <span className="[&>*]:!size-7">
                <CategoryIcon category={category} />
              </span>
              <span className="leading-tight wrap-anywhere">
                {categoryName(category, categories)}{' '}
                <span className="text-small text-ink-soft">{format.count(count)}</span>
              </span>
              <span className="figures text-small">{format.signed(inMinor - outMinor)}</span>
              <progress
                aria-hidden="true"
                className="progress col-span-2 col-start-2 h-1 w-full"
                max={most}
                value={Math.abs(inMinor - outMinor)}
              />
            </FilterLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
