/** The requests of the list. `edits`: see the answer of `/api/accounts/:id/transactions`. */
import { type AnswerOf, bank } from '#app/_client/bank.ts';
import { FIRST_ROWS, PAGE_ROWS } from '#app/(bank)/transactions/page-size.ts';
import type { Language } from '#lib/language.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Direction } from './rows.ts';

const ENTRIES = '/api/accounts/:id/transactions';
const TOTALS = '/api/accounts/:id/totals';

type Question = { account: string; filter: Filter; edits: readonly number[] };
type Page = AnswerOf<typeof ENTRIES>;

const paramsOf = ({ account, filter, edits }: Question) => ({
  params: { id: account },
  // The first page says which words are meant; every request after it names the same ones.
  query: { ...filter, edits: edits.join(',') },
});

/** Words of the text are read in `language`; what follows is asked with what they mean. */
export const fetchFirstPage = (
  account: string,
  filter: Filter,
  language: Language,
  signal: AbortSignal,
): Promise<Page> =>
  bank.get(ENTRIES, { params: { id: account }, query: { ...filter, language, limit: FIRST_ROWS }, signal });

export const fetchPageBefore = (question: Question, before: number, signal: AbortSignal): Promise<Page> => {
  const { params, query } = paramsOf(question);
  return bank.get(ENTRIES, { params, query: { ...query, before, limit: PAGE_ROWS }, signal });
};

export const fetchTotals = (question: Question, signal: AbortSignal): Promise<AnswerOf<typeof TOTALS>> =>
  bank.get(TOTALS, { ...paramsOf(question), signal });

/** The match next to an entry, wherever that is; null at the ends. */
export async function fetchNeighbour(
  question: Question,
  seq: number,
  direction: Direction,
  signal: AbortSignal,
): Promise<EntryView | null> {
  const { params, query } = paramsOf(question);
  const from = direction === 'older' ? 'before' : 'after';
  const page = await bank.get(ENTRIES, { params, query: { ...query, [from]: seq, limit: 1 }, signal });
  return page.items[0] ?? null;
}
