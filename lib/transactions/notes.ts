/**
 * What customers write beside their entries: a note and tags. The ledger is immutable, so these are documents of their
 * own, the only thing of an account that the web process may write.
 */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys, scopeOf } from '#lib/redis/keys.ts';
import { noteIndex } from '#lib/transactions/notes-index.ts';
import { escapeTag } from '#lib/transactions/query.ts';
import { readEntry } from '#lib/transactions/read.ts';
import { foldText } from '#lib/transactions/words.ts';

const MOST_TEXT = 500;
const MOST_TAGS = 10;
const MOST_TAG = 30;
/** Notes an account: each search looks through all of them. */
export const MOST_NOTES = 1000;

/** Line breaks are the only control characters that people type. */
const written = (most: number, allowed: RegExp) =>
  z
    .string()
    .max(most)
    .transform((text) => text.trim())
    .refine((text) => !/\p{C}/u.test(text.replace(allowed, '')), 'has control characters');

/** Outer spaces are taken off; a tag is there once, whatever its case. An empty note without tags is none. */
export const noteSchema = z.strictObject({
  text: written(MOST_TEXT, /\r?\n/g),
  tags: z
    .array(written(MOST_TAG, /$^/).refine((tag) => tag !== '', 'is empty'))
    .max(MOST_TAGS)
    .transform((tags) => [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()]),
});
export type Note = z.output<typeof noteSchema>;

/** As stored and shown; `changedAt` in milliseconds, null for a note that was never written. */
export type StoredNote = Note & { changedAt: number | null };

const documentSchema = z.object({
  text: z.string(),
  tags: z.array(z.string()),
  changedAt: z.number().int(),
});

/** The note beside an entry; an empty one where none was written. Throws not_found without the entry. JSON.GET, O(1). */
export async function readNote(redis: Redis, ref: AccountRef, seq: number): Promise<StoredNote> {
  await readEntry(redis, ref, seq);
  const found = await redis.json.get(keys.note(ref, seq));
  return found === null ? { text: '', tags: [], changedAt: null } : documentSchema.parse(found);
}

/**
 * Writes the note beside an entry as a whole, or removes it when it is empty. Throws not_found without the entry and
 * conflict when the account has as many notes as it may. JSON.SET or DEL, O(1), after a read of the entry and, for a
 * new note, one of the account's notes.
 */
export async function writeNote(
  redis: Redis,
  ref: AccountRef,
  seq: number,
  { text, tags }: Note,
): Promise<StoredNote> {
  const before = await readNote(redis, ref, seq);
  const key = keys.note(ref, seq);
  if (text === '' && tags.length === 0) {
    await redis.del(key);
    return { text, tags, changedAt: null };
  }
  if (before.changedAt === null && (await accountNotes(redis, ref)).length >= MOST_NOTES) {
    throw new BankError('conflict', `There are ${MOST_NOTES} notes already. Remove one that is not needed.`);
  }
  const changedAt = await redisNow(redis);
  const words = foldText(`${text} ${tags.join(' ')}`);
  await redis.json.set(key, '$', { scope: scopeOf(ref), seq, text, tags, words, changedAt });
  return { text, tags, changedAt };
}

export type NoteWords = { seq: number; words: string[] };

const reply = z.object({
  results: z.array(z.object({ extra_attributes: z.object({ seq: z.string(), words: z.string() }) })),
  warning: z.array(z.string()),
});

/** What all notes of an account say, for searching. FT.AGGREGATE by scope, O(notes of the account). */
export async function accountNotes(redis: Redis, ref: AccountRef): Promise<NoteWords[]> {
  const { results, warning } = reply.parse(
    await redis.sendCommand([
      ...['FT.AGGREGATE', noteIndex.alias, `@scope:{${escapeTag(scopeOf(ref))}}`],
      ...['LOAD', '2', '@seq', '@words', 'LIMIT', '0', String(MOST_NOTES + 1), 'DIALECT', '2'],
    ]),
  );
  if (warning.length > 0) throw new Error(`incomplete search of notes: ${warning.join('; ')}`);
  return results.map(({ extra_attributes: { seq, words } }) => ({
    seq: Number(seq),
    words: words.split(' ').filter(Boolean),
  }));
}
