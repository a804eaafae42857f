/** What the list asks the bank for. `edits`: see `Page`. */
import { fetchJson } from '#app/_client/fetch-json.ts';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import { FIRST_ROWS, PAGE_ROWS } from '#app/(bank)/transactions/page-size.ts';
import type { Page } from '#lib/ledger/read.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Totals } from '#lib/search/search.ts';
import type { Direction } from './neighbours.ts';

type Question = { account: string; filter: Filter; edits: readonly number[] };
type Params = [name: string, value: string][];

function pathOf({ account, filter, edits }: Question, what: string, more: Params = []): string {
  // The first page says which words are meant; what is asked after it asks for the same ones.
  const meant: Params = edits.length > 0 ? [['edits', edits.join(',')]] : [];
  const params = new URLSearchParams([...filterParams(filter), ...more, ...meant]);
  return `/api/accounts/${account}/${what}?${params}`;
}

export const fetchFirstPage = (account: string, filter: Filter, signal: AbortSignal): Promise<Page> =>
  fetchJson(pathOf({ account, filter, edits: [] }, 'transactions', [['limit', String(FIRST_ROWS)]]), signal);

export const fetchPageBefore = (asked: Question, before: number, signal: AbortSignal): Promise<Page> =>
  fetchJson(
    pathOf(asked, 'transactions', [
      ['before', String(before)],
      ['limit', String(PAGE_ROWS)],
    ]),
    signal,
  );

export const fetchTotals = (asked: Question, signal: AbortSignal): Promise<Totals> =>
  fetchJson(pathOf(asked, 'totals'), signal);

/** The match next to an entry, wherever that is; null at the ends. */
export async function fetchNeighbour(
  asked: Question,
  seq: number,
  direction: Direction,
  signal: AbortSignal,
): Promise<EntryView | null> {
  const from = direction === 'older' ? 'before' : 'after';
  const path = pathOf(asked, 'transactions', [
    [from, String(seq)],
    ['limit', '1'],
  ]);
  return (await fetchJson<Page>(path, signal)).items[0] ?? null;
}
