/** The requests of the list. `edits`: see the answer of `/api/transactions`. */
import { type AnswerOf, bank } from '#app/_client/bank.ts';
import { FIRST_ROWS, PAGE_ROWS } from '#app/(bank)/transactions/page-size.ts';
import type { Language } from '#lib/language.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Place } from '#lib/search/place.ts';
import type { Direction } from './rows.ts';

const ENTRIES = '/api/transactions';
const TOTALS = '/api/transactions/totals';

/** `account` is null for all of the customer's. */
type Question = { account: string | null; filter: Filter; edits: readonly number[] };
type Page = AnswerOf<typeof ENTRIES>;

const asking = ({ account, filter, edits }: Question) => ({
  // The first page says which words are meant; every request after it names the same ones.
  query: { ...filter, account: account ?? undefined, edits: edits.join(',') },
});

/** Words of the text are read in `language`; what follows is asked with what they mean. */
export const fetchFirstPage = (
  account: string | null,
  filter: Filter,
  language: Language,
  signal: AbortSignal,
): Promise<Page> =>
  bank.get(ENTRIES, {
    query: { ...filter, account: account ?? undefined, language, limit: FIRST_ROWS },
    signal,
  });

export const fetchPageBefore = (question: Question, before: Place, signal: AbortSignal): Promise<Page> => {
  const { query } = asking(question);
  return bank.get(ENTRIES, { query: { ...query, before, limit: PAGE_ROWS }, signal });
};

export const fetchTotals = (question: Question, signal: AbortSignal): Promise<AnswerOf<typeof TOTALS>> =>
  bank.get(TOTALS, { ...asking(question), signal });

/** The match next to an entry, wherever that is; null at the ends. */
export async function fetchNeighbour(
  question: Question,
  place: Place,
  direction: Direction,
  signal: AbortSignal,
): Promise<EntryView | null> {
  const { query } = asking(question);
  const from = direction === 'older' ? 'before' : 'after';
  const page = await bank.get(ENTRIES, { query: { ...query, [from]: place, limit: 1 }, signal });
  return page.items[0] ?? null;
}
