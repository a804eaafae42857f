/** Addresses of the list and of single transactions. The query stays in both, so that each can be reloaded. */
import type { Filter } from '#lib/search/filter.ts';
import { FILTER_NAMES } from '#lib/search/filter-fields.ts';

/** The filter as a query string, without what is empty, always in the same order. */
export const filterParams = (filter: Filter): [string, string][] =>
  FILTER_NAMES.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : []));

/** `account` is null for the customer's first one, which needs no naming. */
export const listHref = (account: string | null, filter: Filter): string =>
  withQuery('/transactions', [
    ...(account ? [['account', account] as [string, string]] : []),
    ...filterParams(filter),
  ]);

/** The same as a page to print. */
export const statementHref = (account: string | null, filter: Filter): string =>
  listHref(account, filter).replace('/transactions', '/transactions/statement');

export const detailHref = (account: string, seq: number, filter: Filter): string =>
  withQuery(`/transactions/${account}/${seq}`, filterParams(filter));

const withQuery = (path: string, params: [string, string][]): string =>
  params.length > 0 ? `${path}?${new URLSearchParams(params)}` : path;

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
