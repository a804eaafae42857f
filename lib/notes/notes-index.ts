/** The search index over notes. Every query begins with `scope`, as for entries. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/** `words` and `seq` are in the sorting vector: a search reads an account's few notes without opening documents. */
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
