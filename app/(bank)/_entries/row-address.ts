/** How rows are named: an entry by its account and seq, a pending transaction by its account and id. */
import { type Place, placeOf } from '#lib/search/place.ts';

export type Named = { account: string; seq: number } | { account: string; id: string };

export const rowHref = (row: Named): string =>
  `/transactions/${row.account}/${'seq' in row ? row.seq : `pending/${row.id}`}`;

/** The place of an entry; `account/id` of a pending transaction, which no place is. */
export type RowKey = Place;
export const rowKey = (row: Named): RowKey => ('seq' in row ? placeOf(row) : `${row.account}/${row.id}`);
