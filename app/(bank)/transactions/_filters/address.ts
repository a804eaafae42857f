/** Addresses of the list and of single transactions, and the ways to them. Both keep the filter, for a reload. */
import type { Filter } from '#lib/search/filter.ts';
import { FILTER_NAMES } from '#lib/search/filter-fields.ts';
import { type Place, readPlace } from '#lib/search/place.ts';
import { withQuery } from '#lib/with-query.ts';

/** The filter as a query string, without what is empty, always in the same order. */
export const filterParams = (filter: Filter): [string, string][] =>
  FILTER_NAMES.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : []));

/** `account` narrows the list to one; null for all of the customer's. */
export const listHref = (account: string | null, filter: Filter): string =>
  withQuery('/transactions', [['account', account], ...filterParams(filter)]);

/** The same of one account as a page to print, the first without a choice; `list` is another list to come back to. */
export const statementHref = (account: string | null, filter: Filter, list: string | null = null): string =>
  withQuery('/transactions/statement', [['account', account], ...filterParams(filter), ['list', list]]);

/** `narrowed` is the account of the list beside it. */
export const detailHref = (
  { account, seq }: { account: string; seq: number },
  narrowed: string | null,
  filter: Filter,
): string => withQuery(`/transactions/${account}/${seq}`, [['account', narrowed], ...filterParams(filter)]);

/** What the address of a transaction names, or null. */
export function openedPlace(path: string): Place | null {
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
