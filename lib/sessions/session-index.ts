/**
 * The search index over live sessions. The deploy step creates it, requests never do. It never decides validity:
 * expired documents may be found for a moment, and each session is judged by its own times.
 */
import { PREFIX } from '#lib/redis/keys.ts';

/**
 * Only searched or counted fields are indexed, and only sorted or grouped ones are SORTABLE (counting 100,000 sessions
 * by role takes 11 ms instead of 428): 570 bytes a session instead of 920. Digest, profile and application data are
 * not indexed, so staff cannot search or list by them.
 */
export const SESSION_INDEX = {
  alias: `${PREFIX}idx:sessions`,
  prefix: `${PREFIX}session:`,
  createArgs: [
    'SCHEMA',
    '$.username AS username TAG',
    '$.role AS role TAG SORTABLE',
    '$.policy AS policy TAG',
    '$.device.kind AS kind TAG SORTABLE',
    '$.device.browser AS browser TAG',
    '$.device.system AS system TAG',
    '$.device.address AS address TAG',
    '$.createdAt AS createdAt NUMERIC SORTABLE',
    '$.lastActiveAt AS lastActiveAt NUMERIC',
    '$.stepUpAt AS stepUpAt NUMERIC',
  ],
};
