/** The search index over ledger entries. Every query begins with `scope`, so one index serves all customers. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

const field = (path: string, kind: string) => `$.${path} AS ${path} ${kind}`;
/** Case-sensitive: scopes differ by case alone, and the other tags come from lists. */
const tag = (path: string) => field(path, 'TAG CASESENSITIVE');
/** Also in the sorting vector, unfolded (UNF): sums by it read no documents. */
const group = (path: string) => `${tag(path)} SORTABLE UNF`;
/** In the sorting vector alone, for FILTER and SORTBY: a numeric clause costs like its range over all accounts. */
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
    group('direction'),
    tag('transactionType'),
    tag('absMinor'),
    tag('absUnit'),
    field('seq', 'NUMERIC SORTABLE'),
    value('amount'),
    value('transactionDate'),
  ],
};
