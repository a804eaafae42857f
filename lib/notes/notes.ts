/**
 * Customers' notes and tags beside their entries. The ledger is immutable, so notes are documents of their own, the
 * only part of an account that the web process may write.
 */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import { foldText } from '#lib/fold-text.ts';
import type { AccountRef } from '#lib/ids.ts';
import { readEntry, type SeqRange, seqRange } from '#lib/ledger/read-entries.ts';
import { hasTag } from '#lib/notes/has-tag.ts';
import { MAX_TAG, MAX_TAGS, MAX_TEXT } from '#lib/notes/note-limits.ts';
import { noteIndex } from '#lib/notes/notes-index.ts';
import { aggregateRows } from '#lib/redis/aggregate.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { escapeTag } from '#lib/redis/escaping.ts';
import { keys, scopeOf } from '#lib/redis/keys.ts';
import { requireRoom } from '#lib/redis/room.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { millis } from '#lib/whole-number.ts';

/** Notes of an account; each search reads all of them. */
const MAX_NOTES = 1000;

/** Line breaks are the only control characters that people type. */
const written = (max: number, allowed: RegExp) =>
  z
    .string()
    .max(max)
    .transform((text) => text.trim())
    .refine((text) => !/\p{C}/u.test(text.replace(allowed, '')), 'has control characters');

/** Trimmed; each tag once, whatever its case. An empty note without tags is removed. */
export const noteSchema = z.strictObject({
  text: written(MAX_TEXT, /\r?\n/g),
  tags: z
    .array(written(MAX_TAG, /$^/).refine((tag) => tag !== '', 'is empty'))
    .max(MAX_TAGS)
    .transform((tags) => [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()]),
});
type Note = z.output<typeof noteSchema>;

/**
 * A change. `basedOn` is the `changedAt` of the note that the writer saw, null for none; a note changed since is not
 * overwritten.
 */
export const noteChangeSchema = noteSchema.extend({ basedOn: z.number().int().nullable().optional() });
export type NoteChange = Note & { basedOn?: number | null };

/** As stored and shown; `changedAt` is null for a note that was never written. */
export const storedNoteSchema = z
  .object({ text: z.string(), tags: z.array(z.string()), changedAt: millis.nullable() })
  .meta({ id: 'Note' });
export type StoredNote = z.infer<typeof storedNoteSchema>;

const script = luaScript('lib/notes/write-note.lua');

/** The note beside an entry, or an empty one. Throws not_found without the entry. JSON.MGET, O(1). */
export async function readNote(redis: Redis, ref: AccountRef, seq: number): Promise<StoredNote> {
  const { note } = await readEntry(redis, ref, seq);
  return note ?? { text: '', tags: [], changedAt: null };
}

/**
 * Writes the whole note beside an entry, or removes an empty one. Throws not_found without the entry, note_changed
 * when the stored note is not `basedOn`, and conflict at the limit. EVALSHA write-note.lua (JSON.SET or DEL), O(1),
 * after a read of the entry and, for a new note, of the account's notes.
 */
export async function writeNote(
  redis: Redis,
  ref: AccountRef,
  seq: number,
  { text, tags, basedOn }: NoteChange,
): Promise<StoredNote> {
  requireRoom();
  const before = await readNote(redis, ref, seq);
  const empty = text === '' && tags.length === 0;
  const range = await seqRange(redis, ref);
  if (!empty && before.changedAt === null && (await accountNotes(redis, ref, range)).length >= MAX_NOTES) {
    throw new BankError('conflict', `There are ${MAX_NOTES} notes already. Remove one that is not needed.`);
  }
  const words = foldText(`${text} ${tags.join(' ')}`);
  const options = {
    basedOn: basedOn === null ? 0 : basedOn,
    now: await redisNow(redis),
    document: empty ? undefined : JSON.stringify({ scope: scopeOf(ref), seq, text, tags, words }),
  };
  const changedAt = await script(redis, [keys.note(ref, seq)], [JSON.stringify(options)]);
  if (changedAt === -1) throw new BankError('note_changed', 'This note was changed elsewhere meanwhile.');
  return { text, tags, changedAt: Number(changedAt) || null };
}

export type NoteWords = { seq: number; words: string[] };

/** The words of an account's notes. As `notesOf`. */
export async function accountNotes(redis: Redis, ref: AccountRef, range: SeqRange): Promise<NoteWords[]> {
  const notes = await notesOf(redis, ref, range, 'LOAD 2 @seq @words');
  return notes.map(({ seq, words = '' }) => ({
    seq: Number(seq),
    words: words.split(' ').filter(Boolean),
  }));
}

const tagsReply = z.array(z.string());
const tagsOf = (row: Record<string, string>): string[] => tagsReply.parse(JSON.parse(row.tags ?? ''));

/** The entries whose note has a tag, in any case. As `notesOf`. */
export async function taggedSeqs(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  tag: string,
): Promise<number[]> {
  const notes = await notesOf(redis, ref, range, 'LOAD 4 @seq $.tags AS tags');
  return notes.filter((note) => hasTag(tagsOf(note), tag)).map(({ seq }) => Number(seq));
}

const MAX_SUGGESTED = 50;

/** The tags of an account's notes, most used first, each as most often spelled. HMGET, then as `notesOf`. */
export async function accountTags(redis: Redis, ref: AccountRef): Promise<string[]> {
  const notes = await notesOf(redis, ref, await seqRange(redis, ref), 'LOAD 4 @seq $.tags AS tags');
  const tags = notes.flatMap(tagsOf);
  const counts = new Map<string, number>();
  for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const ranked = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const known = new Map(ranked.toReversed().map(([tag]) => [tag.toLowerCase(), tag]));
  return ranked
    .filter(([tag]) => known.get(tag.toLowerCase()) === tag)
    .slice(0, MAX_SUGGESTED)
    .map(([tag]) => tag);
}

/**
 * All notes of an account. Those of trimmed entries are removed here, since the worker, which trims, may not write notes; a
 * trimmed entry never comes back. FT.AGGREGATE by scope, O(notes of the account).
 */
async function notesOf(
  redis: Redis,
  ref: AccountRef,
  { first }: SeqRange,
  load: string,
): Promise<Record<string, string>[]> {
  const scope = `@scope:{${escapeTag(scopeOf(ref))}}`;
  const steps = `${load} LIMIT 0 ${MAX_NOTES + 1}`.split(' ');
  const notes = await aggregateRows(redis, noteIndex.alias, scope, ...steps);
  const isOrphan = ({ seq }: Record<string, string>) => Number(seq) < first;
  const orphans = notes.filter(isOrphan).map(({ seq }) => keys.note(ref, Number(seq)));
  if (orphans.length > 0) await redis.del(orphans);
  return notes.filter((note) => !isOrphan(note));
}
