/** What the customer wrote beside an entry. */
import { ownEntry } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { noteChangeSchema, readNote, storedNoteSchema, writeNote } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = endpoint({
  summary: 'One’s own note and tags beside an entry.',
  access: ownEntry,
  answers: { 200: storedNoteSchema },
  handler: ({ ref, seq }) => readNote(webRedis(), ref, seq),
});

export const PUT = endpoint({
  summary: 'Write the note and the tags beside an entry, or remove them with an empty text and no tags.',
  access: ownEntry,
  body: noteChangeSchema,
  answers: { 200: storedNoteSchema },
  refusals: ['note_changed', 'conflict'],
  handler: ({ ref, seq, body }) => writeNote(webRedis(), ref, seq, body),
});
