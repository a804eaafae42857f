import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import {
  FilterLink,
  type FilterProps,
  useConditions,
} from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import { noMatchText } from '#app/(bank)/transactions/_filters/filter-words.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { withPhrases } from '#lib/search/phrases.ts';

/** Nothing here, or nothing found, and what can be done about it. */
export function EmptyResults(props: FilterProps) {
  const { filter, phrases, now } = props;
  const meant = withPhrases(filter, phrases);
  const format = useFormat();
  const words = useListWords().transactions;
  const conditions = useConditions(props);
  const all = filterParams(filter).length === 0;
  const { q } = meant;
  const ways = [
    ...conditions.map(({ label, without }) => ({ text: fill(words.without, { filter: label }), without })),
    ...(q && conditions.length > 0
      ? [{ text: fill(words.without, { filter: q.trim() }), without: { ...meant, q: undefined } }]
      : []),
    { text: words.showAll, without: {} },
  ];
  return (
    <div className="px-4 py-12 text-center [text-wrap:balance]">
      <p className="text-large font-strong">{all ? words.empty : noMatchText(meant, format, words, now)}</p>
      <p className="mx-auto mt-2 max-w-sm text-ink-soft">
        {all ? words.emptyHint : conditions.length > 0 ? words.noMatchFilterHint : words.noMatchHint}
      </p>
      {!all && (
        <ul className="mt-6 flex flex-wrap justify-center gap-2">
          {ways.map(({ text, without }) => (
            <li key={text}>
              <FilterLink {...props} to={without} className="button">
                {text}
              </FilterLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
