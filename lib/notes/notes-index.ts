/** What of a customer's notes can be searched. Every query begins with `scope`, as with the entries. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/**
 * `words` and `seq` are kept in the sorting vector: a search reads all notes of its account, which are few, from there
 * without opening a document.
 */
export const noteIndex: IndexDefinition = {
  alias: `${PREFIX}idx:notes`,
  prefix: `${PREFIX}note:`,
  createArgs: [
    'STOPWORDS 0 SCHEMA',
    '$.scope AS scope TAG CASESENSITIVE',
    '$.words AS words TEXT NOSTEM SORTABLE UNF NOINDEX',
    '$.seq AS seq NUMERIC SORTABLE NOINDEX',
  ],
};
