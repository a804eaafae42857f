/** The search index over the audit logs of all, for the deploy step to create; requests never do. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/**
 * What staff ask by. The chain's own members are no fields: what an entry is worth is for `npm run audit:log` to say.
 */
export const AUDIT_INDEX: IndexDefinition = {
  alias: `${PREFIX}idx:audit`,
  prefix: `${PREFIX}audit:`,
  createArgs: [
    'SCHEMA',
    '$.subject AS subject TAG CASESENSITIVE',
    '$.act AS act TAG',
    '$.outcome AS outcome TAG',
    '$.actorName AS by TAG',
    '$.at AS at NUMERIC SORTABLE',
  ],
};
