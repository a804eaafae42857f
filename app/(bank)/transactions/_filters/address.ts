/** Addresses of the list and of single transactions, and the ways to them. Both keep the filter, for a reload. */
import type { Filter } from '#lib/search/filter.ts';
import { FILTER_NAMES } from '#lib/search/filter-fields.ts';
import { withQuery } from '#lib/with-query.ts';

/** The filter as a query string, without what is empty, always in the same order. */
export const filterParams = (filter: Filter): [string, string][] =>
  FILTER_NAMES.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : []));

/** `account` is null for the customer's first one, which needs no naming. */
export const listHref = (account: string | null, filter: Filter): string =>
  withQuery('/transactions', [['account', account], ...filterParams(filter)]);

/** The same as a page to print. */
export const statementHref = (account: string | null, filter: Filter): string =>
  listHref(account, filter).replace('/transactions', '/transactions/statement');

export const detailHref = (account: string, seq: number, filter: Filter): string =>
  withQuery(`/transactions/${account}/${seq}`, filterParams(filter));

/** The seq in the address of a transaction of that account, or null. */
export function openedSeq(path: string, account: string): number | null {
  const [, id, seq] = /^\/transactions\/([^/]+)\/([1-9]\d{0,14})$/.exec(path) ?? [];
  return id === account ? Number(seq) : null;
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
