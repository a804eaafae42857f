/** The search index over people. The deploy step creates it, requests never do. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/**
 * Names and roles, which staff read by `personSchema` (lib/staff/user-search.ts). `words` is the folded name, since
 * Redis ignores case in prefixes only when all letters are ASCII. Date of birth and email are not indexed, so they
 * cannot be searched or listed.
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
