/** What of a ledger entry can be searched. Every query begins with `scope`, so one index serves all customers. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

const field = (path: string, kind: string) => `$.${path} AS ${path} ${kind}`;
/** Exact to the letter: the scope because tags differ by case alone, the others because they come from lists. */
const tag = (path: string) => field(path, 'TAG CASESENSITIVE');
/** In the sorting vector too, as it is written (UNF), so that sums by it read no documents. */
const group = (path: string) => `${tag(path)} SORTABLE UNF`;
/**
 * Kept in the sorting vector, for FILTER and SORTBY without reading documents. Without an index of its own: a
 * numeric clause costs like the range over all accounts.
 */
const value = (path: string) => field(path, 'NUMERIC SORTABLE NOINDEX');

export const transactionIndex: IndexDefinition = {
  alias: `${PREFIX}idx:transactions`,
  prefix: `${PREFIX}bankTransaction:`,
  createArgs: [
    // Every word counts: "The Works" is found by "the".
    'STOPWORDS 0 SCHEMA',
    tag('scope'),
    field('words', 'TEXT NOSTEM'),
    group('counterparty'),
    group('category'),
    tag('month'),
    tag('direction'),
    tag('transactionType'),
    tag('absMinor'),
    tag('absUnit'),
    field('seq', 'NUMERIC SORTABLE'),
    value('amount'),
    value('transactionDate'),
  ],
};
