/** Every search index of the bank: the deploy step makes them, and the bank is not ready without them. */
import { AUDIT_INDEX } from '#lib/audit/audit-index.ts';
import { USER_INDEX } from '#lib/identity/user-index.ts';
import { transactionIndex } from '#lib/ledger/ledger-index.ts';
import { noteIndex } from '#lib/notes/notes-index.ts';
import type { IndexDefinition } from '#lib/redis/indexes.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';

export const SEARCH_INDEXES: readonly IndexDefinition[] = [
  SESSION_INDEX,
  USER_INDEX,
  AUDIT_INDEX,
  transactionIndex,
  noteIndex,
];
