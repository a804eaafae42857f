'use server';
import { authorised, ownEntry } from '#app/_access/access.ts';
import { actOrSignIn, sameOrigin } from '#app/_access/act-or-ask.ts';
import { writeNote } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';
import { readNoteForm } from './_notes/note-form.ts';

/** What the form of a note does before JavaScript arrives; after it, the API is asked for the same. */
export async function saveNote(form: FormData): Promise<void> {
  const sent = await sameOrigin();
  const { account, seq, note, page } = readNoteForm(form);
  await actOrSignIn(page, async () => {
    const own = await authorised(ownEntry, sent, { id: account, seq });
    // The form's own limits were not kept: what is there stays, and is shown again.
    if (note) await writeNote(webRedis(), own.ref, own.seq, note);
  });
}
