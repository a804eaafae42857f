import { classes } from '#app/_kit/class-names.ts';
import { COLUMNS } from '#app/(bank)/_entries/entry-row.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';

/** What the columns are, for the eye: the rows say it themselves. The date stands above each day. */
export function TableHead() {
  const { columns } = useListWords().transactions;
  return (
    <div aria-hidden="true" className="hidden pl-11 text-small text-ink-soft xl:flex print:!hidden">
      <div className={classes('grid grow items-center gap-2 py-1 pr-4 pl-2', COLUMNS)}>
        <span>{columns.time}</span>
        <span className="col-start-3 truncate">{columns.counterparty}</span>
        <span className="truncate">{columns.description}</span>
        <span className="truncate">{columns.category}</span>
        <span className="truncate">{columns.tags}</span>
        <span className="text-right">{columns.amount}</span>
        <span className="text-right">{columns.balance}</span>
      </div>
    </div>
  );
}
