import { statementHref } from '#app/(bank)/transactions/_filters/address.ts';
import { FilterButton } from '#app/(bank)/transactions/_filters/filter-button.tsx';
import { SearchBox } from '#app/(bank)/transactions/_search/search-box.tsx';
import type { Filter } from '#lib/search/filter.ts';
import { ExportSheet, FilterSheet } from './sheets.tsx';
import type { List } from './use-transactions.ts';

export type OpenSheet = 'filter' | 'export' | null;

/** Search and filter, which stay in sight above the list, and the sheet that is open. */
export function ListTools({
  list: { state, wanted },
  account,
  accountParam,
  now,
  sheet,
  onSheet,
  change,
  commit,
}: {
  list: List;
  account: string;
  accountParam: string | null;
  now: number;
  sheet: OpenSheet;
  onSheet: (sheet: OpenSheet) => void;
  change: (filter: Filter, typing?: boolean) => void;
  commit: () => void;
}) {
  const onClose = () => onSheet(null);
  return (
    <div className="z-10 -mx-2 bg-paper px-2 py-2 sm:-mx-4 sm:px-4 lg:mx-0 lg:px-0 [@media(min-height:30rem)]:sticky [@media(min-height:30rem)]:top-0 print:hidden">
      <div className="relative flex items-center gap-2">
        <div className="grow">
          <SearchBox
            filter={wanted}
            account={accountParam}
            now={now}
            onChange={(filter) => change(filter, filter.q !== wanted.q)}
            onCommit={commit}
          />
        </div>
        <FilterButton
          filter={wanted}
          accountParam={accountParam}
          now={now}
          onOpen={() => onSheet('filter')}
        />
        {sheet === 'filter' && (
          <FilterSheet
            account={account}
            now={now}
            onClose={onClose}
            filter={wanted}
            onApply={(filter) => {
              onClose();
              change(filter);
            }}
          />
        )}
        {sheet === 'export' && (
          <ExportSheet
            account={account}
            onClose={onClose}
            filter={state.filter}
            edits={state.edits}
            count={state.counting ? null : (state.totals?.count ?? null)}
            statementHref={statementHref(accountParam, state.filter)}
          />
        )}
      </div>
    </div>
  );
}
