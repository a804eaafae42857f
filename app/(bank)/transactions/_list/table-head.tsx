import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';

/** What the columns are, for the eye: the rows, a list of links, say it in words. The date stands above each day. */
export function TableHead() {
  const { columns } = useListWords().transactions;
  return (
    <div aria-hidden="true" className="hidden pl-11 text-ink-soft xl:block print:!hidden">
      <div className="in-columns">
        <span>{columns.time}</span>
        <span className="col-start-3 truncate">{columns.counterparty}</span>
        <span className="truncate">{columns.description}</span>
        <span className="truncate">{columns.category}</span>
        <span className="text-right">{columns.amount}</span>
        <span className="text-right">{columns.balance}</span>
      </div>
    </div>
  );
}
