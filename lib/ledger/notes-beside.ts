/** Reads the notes beside entries by computed keys. */
import { z } from 'zod';
import type { AccountRef } from '#lib/ids.ts';
import { type EntryNote, entryNoteSchema } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

const documents = z.array(z.tuple([entryNoteSchema]).nullable());

/** Notes by the seq of their entry; most entries have none. JSON.MGET, O(seqs). */
export async function notesBeside(
  redis: Redis,
  ref: AccountRef,
  seqs: readonly number[],
): Promise<Map<number, EntryNote>> {
  if (seqs.length === 0) return new Map();
  const found = await redis.json.mGet(
    seqs.map((seq) => keys.note(ref, seq)),
    '$',
  );
  return new Map(
    documents.parse(found).flatMap((row, at): [number, EntryNote][] => {
      const seq = seqs[at];
      return row && seq !== undefined ? [[seq, row[0]]] : [];
    }),
  );
}
