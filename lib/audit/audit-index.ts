/** The search index over all audit logs. The deploy step creates it, requests never do. */
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/** What staff search by. The members of the chain are not indexed: `npm run audit:log` verifies them. */
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
