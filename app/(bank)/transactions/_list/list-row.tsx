import { Fragment, memo } from 'react';
import { categoryName, plainCategory } from '#app/_words/category-name.ts';
import { useFormat } from '#app/_words/context.tsx';
import { adjustedText } from '#app/(bank)/_entries/adjusted.ts';
import { EntryRow } from '#app/(bank)/_entries/entry-row.tsx';
import { detailHref } from '#app/(bank)/transactions/_filters/address.ts';
import { NoteMark } from '#app/(bank)/transactions/_notes/note-mark.tsx';
import { isAmountFound, isFound, marked, type Sought } from '#app/(bank)/transactions/_search/marks.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import { isReferenceOf, referenceOf } from '#lib/ledger/reference.ts';
import type { EntryNote, Row } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';

/** How a row is drawn, besides what it is. */
export type RowLook = {
  filter: Filter;
  accountParam: string | null;
  /** Where rows of several accounts stand together. */
  accountName: string | undefined;
  /** In columns. */
  wide: boolean;
  terms: readonly Sought[];
  fresh: boolean;
  current: boolean;
  onOpen: (row: Row) => void;
};

/** One transaction, with what was found in it marked, and what it was found by where a row does not show that. */
export const ListRow = memo(function ListRow({
  entry,
  note,
  when,
  filter,
  accountParam,
  accountName,
  wide,
  terms,
  fresh,
  current,
  onOpen,
}: RowLook & { entry: Row; note: EntryNote | undefined; when?: string }) {
  const format = useFormat();
  const { frame, types, categories, detail } = useListWords();
  const [name, description] = [format.booked(entry.counterparty), format.said(entry)];
  const isSaid = isFound(`${entry.counterparty} ${entry.description} ${name} ${description}`, terms);
  // Found by what a row does not show: then it shows that, so that one sees why it is here.
  const isMissing = (kind: string, shown: string) =>
    !isSaid && isFound(`${plainCategory(kind)} ${shown}`, terms);
  const category = categoryName(entry.category, categories);
  const isByCategory = isMissing(entry.category, category);
  // A column has it, unless the row says that the money was moved.
  const inColumn = wide && directionOf(entry) !== 'moved';
  const adjusted = adjustedText(entry, detail.adjusted, format);
  const why = [
    ...(adjusted ? [adjusted] : []),
    ...(entry.status === 'booked' && isReferenceOf(filter.q ?? '', entry) ? [referenceOf(entry)] : []),
    ...(isByCategory && !inColumn ? [category] : []),
    ...(isMissing(entry.type, types[entry.type]) ? [types[entry.type]] : []),
  ];
  // Both are searched for by their English names, too: what one is called here is then marked as a whole.
  const found = (text: string) =>
    text === adjusted || isFound(text, terms) ? marked(text, terms) : <mark>{text}</mark>;
  const said = [
    ...why.map((text) => <Fragment key={text}>{found(text)} · </Fragment>),
    <Fragment key="description">{marked(description, terms)}</Fragment>,
  ];
  const noted = note !== undefined && (note.tags.length > 0 || isFound(note.text, terms));
  const needed = why.length > 0 || isFound(`${entry.description} ${description}`, terms);
  return (
    <EntryRow
      entry={entry}
      format={format}
      words={frame}
      href={detailHref(entry, accountParam, filter)}
      mark={entry.status === 'pending' ? null : undefined}
      when={when ?? format.time(entry.at)}
      account={accountName}
      table
      category={wide ? (isByCategory ? found(category) : category) : undefined}
      name={marked(name, terms)}
      // A phone has no room for both: there, what the customer wrote says more, unless it was found by the other.
      description={
        noted ? (
          <span className={needed ? undefined : 'max-sm:sr-only'}>
            <span className="xl:hidden">· </span>
            {said}
          </span>
        ) : (
          said
        )
      }
      aside={note && <NoteMark note={note} terms={terms} />}
      descriptionFound={needed}
      amountMarked={isAmountFound(entry.amountMinor, terms)}
      fresh={fresh}
      current={current}
      onOpen={onOpen}
    />
  );
});
