/** The search index over people, for the deploy step to create; requests never do. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/**
 * Names and roles, which staff read by `personSchema` (lib/staff/user-search.ts); `words` is the name folded, since Redis finds
 * the beginning of a word whatever its case only where all its letters are ASCII. Date of birth and email are no fields: what
 * is not in an index cannot be searched or listed by one.
 */
export const USER_INDEX: IndexDefinition = {
  alias: `${PREFIX}idx:users`,
  prefix: `${PREFIX}user:`,
  createArgs: [
    'STOPWORDS 0',
    'SCHEMA',
    '$.username AS username TAG SORTABLE',
    '$.role AS role TAG SORTABLE',
    '$.profile.name AS name TEXT NOSTEM',
    '$.words AS words TEXT NOSTEM',
  ],
};
