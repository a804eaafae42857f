/** Addresses of the list and of single transactions, and the ways to them. Both keep the filter, for a reload. */
import { type Named, type RowKey, rowHref } from '#app/(bank)/_entries/row-address.ts';
import type { Filter } from '#lib/search/filter.ts';
import { FILTER_NAMES } from '#lib/search/filter-fields.ts';
import { readPlace } from '#lib/search/place.ts';
import { withQuery } from '#lib/with-query.ts';

/** The filter as a query string, without what is empty, always in the same order. */
export const filterParams = (filter: Filter): [string, string][] =>
  FILTER_NAMES.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : []));

/** A page of the list, with its filter; `account` narrows it to one, null is all of the customer's. */
export const underFilter = (path: string, account: string | null, filter: Filter): string =>
  withQuery(path, [['account', account], ...filterParams(filter)]);

export const listHref = (account: string | null, filter: Filter): string =>
  underFilter('/transactions', account, filter);

/** The same of one account as a page to print, the first without a choice; `list` is another list to come back to. */
export const statementHref = (account: string | null, filter: Filter, list: string | null = null): string =>
  withQuery('/transactions/statement', [['account', account], ...filterParams(filter), ['list', list]]);

/** `narrowed` is the account of the list beside it. */
export const detailHref = (row: Named, narrowed: string | null, filter: Filter): string =>
  underFilter(rowHref(row), narrowed, filter);

const PENDING = /^\/transactions\/(a_[\w-]{10})\/pending\/([\w.:-]+)$/;

/** What the address of a transaction names, or null. */
export function openedKey(path: string): RowKey | null {
  const [, of, id] = PENDING.exec(path) ?? [];
  if (of) return `${of}/${id}`;
  const [, account, seq] = /^\/transactions\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const place = `${account}.${seq}`;
  return readPlace(place) ? place : null;
}

/** The filter in an address that this page wrote itself. */
export function filterFrom(params: URLSearchParams): Filter {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = params.get(name);
      return value ? [[name, value]] : [];
    }),
  ) as Filter;
}

export const sameFilter = (one: Filter, other: Filter): boolean =>
  FILTER_NAMES.every((name) => (one[name] ?? '') === (other[name] ?? ''));

/**
 * The address without a request: Next's router follows what these write (usePathname, useSearchParams). The router's
 * own members of the state must not be handed back to it, or it takes the call for one of its own.
 */
const fromList = (): boolean => (history.state as { fromList?: boolean } | null)?.fromList === true;

/** The same entry of the history under another address. */
export const rewrite = (href: string): void => history.replaceState({ fromList: fromList() }, '', href);

/** A transaction after the list, or instead of another transaction: Back leads to the list either way. */
export function goToDetail(href: string, replacing: boolean): void {
  if (replacing) rewrite(href);
  else history.pushState({ fromList: true }, '', href);
}

/** Back to the list if it is there, else on to one. */
export function goToList(href: string): void {
  if (fromList()) history.back();
  else history.pushState({ fromList: false }, '', href);
}
